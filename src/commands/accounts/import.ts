import { open } from 'node:fs/promises';
import type { AccountsTools } from '../../app/accounts/tools.ts';
import { fileSentence } from '../../kernel/file-trouble.ts';
import type { Exit } from '../exit.ts';
import { complain, print } from '../print.ts';
import { type CommonOptions, wrong } from '../with-config.ts';
import { importRegisterBot } from './import-register-bot.ts';
import { readCsv } from './read-csv.ts';
import { NO_LETTERS, NO_PAGES, nobodyAsked } from './refusals.ts';
import { rowsOf } from './rows-of-csv.ts';
import { type Rows, runImport } from './run-import.ts';
import { withAccounts } from './with-accounts.ts';

export interface ImportOptions extends CommonOptions {
  readonly dryRun?: boolean;
  readonly write?: boolean;
  readonly unlisted?: boolean;
  /** The users of the homeserver instead of a file. */
  readonly fromSynapse?: boolean;
  /** The database of matrix-register-bot instead of a file. */
  readonly fromRegisterBot?: string;
  readonly locked?: boolean;
  /** Send links to those who have no password. */
  readonly sendLinks?: boolean;
}

/** Bytes. */
const LONGEST_FILE = 64 * 1024 * 1024;

/**
 * Takes accounts over from a table (CSV). Only looks unless `--write` is said: whoever imports sees first what would happen, and an
 * account that is made cannot be unmade, because names are never given away again.
 */
export function importAccounts(file: string | undefined, options: ImportOptions): Promise<Exit> {
  const {
    write = false,
    dryRun = false,
    unlisted = false,
    fromSynapse = false,
    locked = false,
    fromRegisterBot,
    sendLinks = false,
  } = options;
  if (write && dryRun) return Promise.resolve(wrong(options, 'Say --dry-run or --write, not both.'));
  const sources = [file, fromSynapse || undefined, fromRegisterBot].filter((source) => source !== undefined);
  if (sources.length !== 1 || (locked && !fromSynapse))
    return Promise.resolve(
      wrong(options, 'Name a file, or say --from-synapse, which alone takes --locked, or --from-register-bot.'),
    );
  if (fromRegisterBot !== undefined && sendLinks)
    return Promise.resolve(
      wrong(options, 'The logins of matrix-register-bot have passwords, so nobody needs --send-links.'),
    );
  if (fromRegisterBot !== undefined) return importRegisterBot(fromRegisterBot, options);
  return withAccounts(options, async (tools) => {
    if (sendLinks && tools.invite === undefined) return wrong(options, NO_PAGES);
    if (sendLinks && !tools.sendsMail) return wrong(options, NO_LETTERS);
    const invite = sendLinks ? tools.invite : undefined;
    if (file === undefined) return await linkUsers({ ...tools, invite }, options, write, { unlisted, locked });
    const bytes = await readWhole(file);
    if (typeof bytes === 'string') return wrong(options, bytes);
    const read = await readCsv(bytes);
    const rows =
      typeof read === 'string' ? read : rowsOf(read, tools.columns, (cells) => tools.readRow(cells, unlisted));
    if (typeof rows === 'string') return wrong(options, `${file}: ${rows}`);
    if (!tools.asksHomeserver && rows.length > 0 && !options.json) complain(nobodyAsked('any of these names'));
    return await runImport(tools.import, rows, options, write, invite);
  });
}

async function linkUsers(
  { link, users, readUser, invite }: Pick<AccountsTools, 'link' | 'users' | 'readUser' | 'invite'>,
  options: ImportOptions,
  write: boolean,
  rules: Parameters<AccountsTools['readUser']>[1],
): Promise<Exit> {
  if (users === undefined) return wrong(options, 'No homeserver is configured, so nobody can be asked for its users.');
  const rows: Rows[number][] = [];
  for await (const page of users())
    rows.push(...page.map((user) => ({ line: undefined, read: readUser(user, rules) })));
  const exit = await runImport(link, rows, options, write, invite);
  if (!options.json && invite === undefined) print(NO_PASSWORDS);
  return exit;
}

const NO_PASSWORDS =
  'Synapse tells no passwords: nobody of them can log in by Porter until porter accounts password NAME sets one. With --send-links everybody gets a letter by which they choose one.';

/** Returns a sentence for what cannot be read. */
async function readWhole(file: string): Promise<Buffer | string> {
  try {
    await using handle = await open(file);
    const { size } = await handle.stat();
    if (size > LONGEST_FILE) return `${file} is longer than 64 MiB. Divide it.`;
    return await handle.readFile();
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return missing ? `${file} does not exist.` : `${fileSentence(file, 'read', error)}.`;
  }
}
