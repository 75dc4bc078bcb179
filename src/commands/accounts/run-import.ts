import type { AccountsTools } from '../../app/accounts/tools.ts';
import { systemUser } from '../../kernel/system-user.ts';
import { type Exit, FINE, REFUSED, UNREACHABLE } from '../exit.ts';
import { print, printJson } from '../print.ts';
import type { CommonOptions } from '../with-config.ts';
import { linksText, type Report, reportText } from './import-report.ts';
import { showProgress } from './progress.ts';

/** Rows of whatever is taken over. */
export type Rows = Parameters<AccountsTools['import']>[0];

/** Looks at the rows or makes their accounts, with a progress bar at a terminal, and prints the report. */
export async function runImport(
  importRows: AccountsTools['import'],
  rows: Rows,
  options: CommonOptions,
  write: boolean,
  /** Sends links to those who have no password. */
  invite?: AccountsTools['invite'],
): Promise<Exit> {
  const report = await takeOverRows(importRows, rows, options, write);
  const links = invite && (await invite.all(takenOver(rows, report), { write, by: `cli:${systemUser()}` }));
  if (options.json) printJson({ ok: true, written: write, ...report, ...(links && { links }) });
  else print([reportText(report, write), ...(links ? [linksText(links, write)] : [])].join('\n'));
  return exitOfReport(report);
}

/** What the rows say of accounts that are here now, or would be. */
function takenOver(rows: Rows, { leftOut, notReached }: Report) {
  const keyOf = (line: number | undefined, name: string | undefined) => `${line} ${name}`;
  const without = new Set(leftOut.map(({ line, name }) => keyOf(line, name)));
  return rows
    .slice(0, rows.length - notReached)
    .flatMap(({ line, read }) => (read.ok && !without.has(keyOf(line, read.value.localpart)) ? [read.value] : []));
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
