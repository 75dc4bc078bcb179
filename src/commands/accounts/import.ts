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
}

/** Bytes. */
const LONGEST_FILE = 64 * 1024 * 1024;

/**
 * Takes accounts over from a table (CSV). Only looks unless `--write` is said: whoever imports sees first what would happen, and an
 * account that is made cannot be unmade, because names are never given away again.
 */
export function importAccounts(file: string, options: ImportOptions): Promise<Exit> {
  const { write = false, dryRun = false, unlisted = false } = options;
  if (write && dryRun) return Promise.resolve(wrong(options, 'Say --dry-run or --write, not both.'));
  return withAccounts(options, async (tools) => {
    const bytes = await readWhole(file);
    if (typeof bytes === 'string') return wrong(options, bytes);
    const read = await readCsv(bytes);
    const rows =
      typeof read === 'string' ? read : rowsOf(read, tools.columns, (cells) => tools.readRow(cells, unlisted));
    if (typeof rows === 'string') return wrong(options, `${file}: ${rows}`);
    return await run(tools, rows, options, write);
  });
}

async function run(
  tools: AccountsTools,
  rows: Parameters<AccountsTools['import']>[0],
  options: ImportOptions,
  write: boolean,
): Promise<Exit> {
  const progress = await showProgress(write ? 'Making accounts' : 'Looking', rows.length, options);
  const report = await tools
    .import(rows, { write, by: `cli:${systemUser()}`, onProgress: progress.advance })
    .finally(progress.end);
  if (options.json) printJson({ ok: true, written: write, ...report });
  else {
    if (!tools.asksHomeserver && report.added > 0) complain(nobodyAsked('any of these names'));
    print(reportText(report, write));
  }
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
