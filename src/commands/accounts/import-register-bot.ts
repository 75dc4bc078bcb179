import { stat } from 'node:fs/promises';
import type { AccountsTools } from '../../app/accounts/tools.ts';
import { counted } from '../../kernel/counted.ts';
import { fileSentence } from '../../kernel/file-trouble.ts';
import type { Exit } from '../exit.ts';
import { columns, print } from '../print.ts';
import { type CommonOptions, wrong } from '../with-config.ts';
import { runImport } from './run-import.ts';

export interface RegisterBotOptions extends CommonOptions {
  readonly write?: boolean;
  readonly unlisted?: boolean;
}

/** Takes over what matrix-register-bot keeps: its logins, with their passwords. */
export async function importRegisterBot(
  { link, readLogins }: AccountsTools,
  file: string,
  options: RegisterBotOptions,
): Promise<Exit> {
  const trouble = await whyNoFile(file);
  if (trouble !== undefined) return wrong(options, trouble);
  const { readRegisterBot } = await import('../../app/accounts/register-bot.ts');
  const { logins } = await readRegisterBot(file);
  const rows = readLogins(logins, options.unlisted === true);
  const exit = await runImport(link, rows, options, options.write === true);
  const without = rows.filter(({ withoutAddress }) => withoutAddress);
  if (!options.json && without.length > 0) print(withoutText(without));
  return exit;
}

async function whyNoFile(file: string): Promise<string | undefined> {
  try {
    return (await stat(file)).isFile() ? undefined : `${file} is no file.`;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return missing ? `${file} does not exist.` : `${fileSentence(file, 'read', error)}.`;
  }
}

/** Accounts whose address was left out. Without one nobody can ask for a forgotten password. */
const withoutText = (rows: ReturnType<AccountsTools['readLogins']>): string =>
  [
    `${counted(rows.length, 'account')} without a mail address, because an earlier row has it, or it is none:`,
    columns([['line', 'name'], ...rows.map(({ line, read }) => [String(line), read.ok ? read.value.localpart : '-'])]),
  ].join('\n');
