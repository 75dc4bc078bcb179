import type { AccountsTools } from '../../app/accounts/tools.ts';
import { configFor } from '../../app/config.ts';
import { accounts } from '../../app/parts/accounts.ts';
import { registration } from '../../app/parts/registration.ts';
import type { RegistrationTools } from '../../app/registration/tools.ts';
import { systemUser } from '../../kernel/system-user.ts';
import { type Exit, FINE, REFUSED } from '../exit.ts';
import { print, printJson } from '../print.ts';
import { type CommonOptions, withConfig, wrong } from '../with-config.ts';
import { withRegistrationTools } from '../with-tools.ts';
import { showProgress } from './progress.ts';
import { loginsText, requestsText } from './register-bot-report.ts';
import { exitOfReport, takeOverRows } from './run-import.ts';
import { withAccounts } from './with-accounts.ts';

export interface RegisterBotOptions extends CommonOptions {
  readonly write?: boolean;
  readonly unlisted?: boolean;
}

interface Kept {
  readonly logins: Parameters<AccountsTools['readLogins']>[0];
  readonly requests: Parameters<RegistrationTools['importRequests']>[0];
}

/**
 * Takes over what matrix-register-bot keeps in the database that this file is, or names: its logins, with their passwords, where accounts live here, and its open applications where
 * people apply here.
 */
export async function importRegisterBot(file: string, options: RegisterBotOptions): Promise<Exit> {
  return withConfig(
    options,
    async ({ config }) => {
      const keepsAccounts = config.accounts.store === 'local' && configFor(accounts, config) !== undefined;
      const keepsDoor = configFor(registration, config) !== undefined;
      if (!keepsAccounts && !keepsDoor) return wrong(options, NOTHING_HERE);
      const { readRegisterBot } = await import('../../app/accounts/register-bot.ts');
      const kept = await readRegisterBot(file);
      if (typeof kept === 'string') return wrong(options, kept);
      const reports: Record<string, unknown> = {};
      const ofAccounts = keepsAccounts ? await takeOverLogins(kept, options, reports) : FINE;
      const ofApplications = keepsDoor ? await takeOverRequests(kept, options, reports) : FINE;
      if (options.json) printJson({ ok: true, written: options.write === true, ...reports });
      return ofAccounts > ofApplications ? ofAccounts : ofApplications;
    },
    'left-to-run',
  );
}

const NOTHING_HERE =
  'Nothing can be taken over: no accounts live here (accounts: { store: local }), and nobody applies here (registration).';

/** @param reports gets what it came to, for the answer in JSON */
const takeOverLogins = (
  { logins }: Kept,
  options: RegisterBotOptions,
  reports: Record<string, unknown>,
): Promise<Exit> =>
  withAccounts(options, async ({ link, readLogins }) => {
    const write = options.write === true;
    const rows = readLogins(logins, options.unlisted === true);
    const report = await takeOverRows(link, rows, options, write);
    const without = rows.filter(({ withoutAddress }) => withoutAddress);
    reports['accounts'] = {
      ...report,
      withoutAddress: without.map(({ line, read }) => ({ line, name: read.ok ? read.value.localpart : undefined })),
    };
    if (!options.json) print(loginsText(report, without, write));
    return exitOfReport(report);
  });

/** As `takeOverLogins`. */
const takeOverRequests = (
  { logins, requests }: Kept,
  options: RegisterBotOptions,
  reports: Record<string, unknown>,
): Promise<Exit> =>
  withRegistrationTools(options, async ({ importRequests }) => {
    const write = options.write === true;
    const names = new Set(logins.map(({ localpart }) => localpart));
    const progress = await showProgress(write ? 'Making applications' : 'Looking', requests.length, options);
    const report = await importRequests(requests, {
      ...{ write, by: `cli:${systemUser()}`, hasLogin: (name) => names.has(name) },
      onProgress: () => progress.advance(1),
    }).finally(progress.end);
    reports['applications'] = report;
    if (!options.json) print(requestsText(report, write));
    return report.leftOut.length > 0 ? REFUSED : FINE;
  });
