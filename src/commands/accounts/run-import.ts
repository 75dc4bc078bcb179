import type { AccountsTools } from '../../app/accounts/tools.ts';
import { systemUser } from '../../kernel/system-user.ts';
import { type Exit, FINE, REFUSED, UNREACHABLE } from '../exit.ts';
import { print, printJson } from '../print.ts';
import type { CommonOptions } from '../with-config.ts';
import { type Report, reportText } from './import-report.ts';
import { showProgress } from './progress.ts';

/** Rows of whatever is taken over. */
export type Rows = Parameters<AccountsTools['import']>[0];

/** Looks at the rows or makes their accounts, with a progress bar at a terminal, and prints the report. */
export async function runImport(
  importRows: AccountsTools['import'],
  rows: Rows,
  options: CommonOptions,
  write: boolean,
): Promise<Exit> {
  const report = await takeOverRows(importRows, rows, options, write);
  if (options.json) printJson({ ok: true, written: write, ...report });
  else print(reportText(report, write));
  return exitOfReport(report);
}

/** The same without the report. */
export async function takeOverRows(
  importRows: AccountsTools['import'],
  rows: Rows,
  options: CommonOptions,
  write: boolean,
): Promise<Report> {
  const progress = await showProgress(write ? 'Making accounts' : 'Looking', rows.length, options);
  const given = { write, by: `cli:${systemUser()}`, onProgress: progress.advance } as const;
  return await importRows(rows, given).finally(progress.end);
}

export function exitOfReport({ leftOut, differ }: Report): Exit {
  if (leftOut.some(({ why }) => why === 'cannot-ask')) return UNREACHABLE;
  return leftOut.length + differ.length > 0 ? REFUSED : FINE;
}
