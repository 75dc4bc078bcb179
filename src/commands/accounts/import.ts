import { open } from 'node:fs/promises';
import type { AccountsTools } from '../../app/accounts/tools.ts';
import { fileSentence } from '../../kernel/file-trouble.ts';
import { systemUser } from '../../kernel/system-user.ts';
import { type Exit, FINE, REFUSED, UNREACHABLE } from '../exit.ts';
import { complain, print, printJson } from '../print.ts';
import { type CommonOptions, wrong } from '../with-config.ts';
import { reportText } from './import-report.ts';
import { showProgress } from './progress.ts';
import { readCsv } from './read-csv.ts';
import { nobodyAsked } from './refusals.ts';
import { rowsOf } from './rows-of-csv.ts';
import { withAccounts } from './with-accounts.ts';

export interface ImportOptions extends CommonOptions {
  readonly dryRun?: boolean;
  readonly write?: boolean;
  readonly unlisted?: boolean;
  /** The users of the homeserver instead of a file. */
  readonly fromSynapse?: boolean;
  readonly locked?: boolean;
}

/** Bytes. */
const LONGEST_FILE = 64 * 1024 * 1024;

/**
 * Takes accounts over from a table (CSV). Only looks unless `--write` is said: whoever imports sees first what would happen, and an
 * account that is made cannot be unmade, because names are never given away again.
 */
export function importAccounts(file: string | undefined, options: ImportOptions): Promise<Exit> {
  const { write = false, dryRun = false, unlisted = false, fromSynapse = false, locked = false } = options;
  if (write && dryRun) return Promise.resolve(wrong(options, 'Say --dry-run or --write, not both.'));
  if ((file === undefined) !== fromSynapse || (locked && !fromSynapse))
    return Promise.resolve(wrong(options, 'Name a file, or say --from-synapse, which alone takes --locked.'));
  return withAccounts(options, async (tools) => {
    if (file === undefined) return await linkUsers(tools, options, write, { unlisted, locked });
    const bytes = await readWhole(file);
    if (typeof bytes === 'string') return wrong(options, bytes);
    const read = await readCsv(bytes);
    const rows =
      typeof read === 'string' ? read : rowsOf(read, tools.columns, (cells) => tools.readRow(cells, unlisted));
    if (typeof rows === 'string') return wrong(options, `${file}: ${rows}`);
    if (!tools.asksHomeserver && rows.length > 0 && !options.json) complain(nobodyAsked('any of these names'));
    return await run(tools.import, rows, options, write);
  });
}

async function linkUsers(
  { link, readUser }: AccountsTools,
  options: ImportOptions,
  write: boolean,
  rules: Parameters<AccountsTools['readUser']>[1],
): Promise<Exit> {
  if (link === undefined) return wrong(options, 'No homeserver is configured, so nobody can be asked for its users.');
  const rows: Rows[number][] = [];
  for await (const page of link.users())
    rows.push(...page.map((user) => ({ line: undefined, read: readUser(user, rules) })));
  const exit = await run(link.import, rows, options, write);
  if (!options.json) print(NO_PASSWORDS);
  return exit;
}

const NO_PASSWORDS =
  'Synapse tells no passwords: nobody of them can log in by Porter until porter accounts password NAME sets one.';

type Rows = Parameters<AccountsTools['import']>[0];

async function run(
  importRows: AccountsTools['import'],
  rows: Rows,
  options: ImportOptions,
  write: boolean,
): Promise<Exit> {
  const progress = await showProgress(write ? 'Making accounts' : 'Looking', rows.length, options);
  const given = { write, by: `cli:${systemUser()}`, onProgress: progress.advance } as const;
  const report = await importRows(rows, given).finally(progress.end);
  if (options.json) printJson({ ok: true, written: write, ...report });
  else print(reportText(report, write));
  if (report.leftOut.some(({ why }) => why === 'cannot-ask')) return UNREACHABLE;
  return report.leftOut.length + report.differ.length > 0 ? REFUSED : FINE;
}

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
