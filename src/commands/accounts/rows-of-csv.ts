import type { AccountsTools } from '../../app/accounts/tools.ts';
import { unguarded } from './csv-form.ts';
import type { CsvRow } from './read-csv.ts';

type Rows = Parameters<AccountsTools['import']>[0];
type Read = Rows[number]['read'];
type Cells = Parameters<AccountsTools['readRow']>[0];

/**
 * Reads the rows under their header.
 *
 * @returns a sentence for a header that is none; it repeats no cell, because a file without one begins with somebody's data
 */
export function rowsOf(
  [header, ...rows]: readonly CsvRow[],
  columns: AccountsTools['columns'],
  read: (cells: Cells) => Read,
): Rows | string {
  const names = header?.cells.map((cell) => columns.find((known) => known === cell.toLowerCase())) ?? [];
  const unknown = names.indexOf(undefined);
  const ask = `The first row must name the columns: localpart, and any of ${columns.slice(1).join(', ')}.`;
  if (header === undefined || unknown >= 0)
    return `${ask}${unknown >= 0 ? ` Its cell ${unknown + 1} is none of them.` : ''}`;
  if (new Set(names).size < names.length) return `${ask} One of them stands there twice.`;
  if (!names.includes('localpart')) return ask;
  return rows.map(({ line, cells }) => {
    if (cells.length !== names.length) return { line, read: { ok: false, refusal: 'columns', detail: undefined } };
    const named = names.map((name, at) => [name, unguarded(cells[at] ?? '')] as const);
    return { line, read: read(Object.fromEntries(named) as Cells) };
  });
}
