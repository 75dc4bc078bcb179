import { fileURLToPath } from 'node:url';
import { measureRow } from './measure-row.ts';
import { longRows, rowFiles } from './rows.ts';
import { headOfTable, lineOfTable, type Row } from './table.ts';
import { writePage } from './write-page.ts';

const FIGURES = new URL('../docs/performance.md', import.meta.url);

const args = process.argv.slice(2);
const options = args.filter((arg) => arg.startsWith('--'));
const wanted = args.filter((arg) => !arg.startsWith('--')).map((arg) => arg.toUpperCase());
const [all, write] = [options.includes('--all'), options.includes('--write')];

const wrong = wrongUse();
if (wrong !== undefined) {
  console.error(wrong);
  process.exit(2);
}

const began = performance.now();
const ids = wanted.length > 0 ? wanted : Object.keys(rowFiles).filter((id) => all || !longRows.has(id));
const rows: Row[] = [];
console.log(headOfTable);
for (const id of ids) {
  const file = await rowFiles[id]?.();
  if (file === undefined) continue;
  const start = performance.now();
  if (process.stderr.isTTY) process.stderr.write(`${id} …\r`);
  const measured = await measureRow(id, file, all);
  for (const row of measured) console.log(lineOfTable(row));
  if (process.stderr.isTTY) process.stderr.write(`${id} took ${seconds(start)} s\n`);
  rows.push(...measured);
}
console.error(`${rows.length} rows in ${seconds(began)} s`);

if (write) {
  writePage(FIGURES, rows);
  console.error(`written to ${fileURLToPath(FIGURES)}`);
}
process.exitCode = rows.some(({ ok }) => ok === 'no') ? 1 : 0;

function wrongUse(): string | undefined {
  const strange = options.filter((option) => option !== '--all' && option !== '--write');
  if (strange.length > 0) return `There is no option ${strange.join(', ')}. There are: --all --write`;
  const unknown = wanted.filter((id) => !(id in rowFiles));
  if (unknown.length > 0) return `There is no row ${unknown.join(', ')}. There are: ${Object.keys(rowFiles).join(' ')}`;
  // Rows of different hours in one table would say nothing.
  return write && wanted.length > 0 ? '--write takes the whole table: leave the ids out.' : undefined;
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1_000).toFixed(0);
}
