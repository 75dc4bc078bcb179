import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { growthRow } from './growth.ts';
import { ratioRow } from './ratio.ts';
import { longRows, rowFiles } from './rows.ts';
import { headOfTable, lineOfTable, type Row } from './table.ts';

const FIGURES = new URL('../docs/performance.md', import.meta.url);

const args = process.argv.slice(2);
const all = args.includes('--all');
const write = args.includes('--write');
const wanted = args.filter((arg) => !arg.startsWith('--')).map((arg) => arg.toUpperCase());
const unknown = wanted.filter((id) => !(id in rowFiles));
if (unknown.length > 0) {
  console.error(`There is no row ${unknown.join(', ')}. There are: ${Object.keys(rowFiles).join(' ')}`);
  process.exit(2);
}

const sizes = all ? [1_000, 10_000, 100_000, 1_000_000] : [1_000, 10_000, 100_000];
const ids = wanted.length > 0 ? wanted : Object.keys(rowFiles).filter((id) => all || !longRows.has(id));
const rows: Row[] = [];
console.log(headOfTable);
for (const id of ids) {
  const file = await rowFiles[id]?.();
  if (file === undefined) continue;
  if (process.stderr.isTTY) process.stderr.write(`${id} …\r`);
  const measured = file.measure
    ? [await ratioRow(id, file.measure)]
    : file.growth
      ? [await growthRow(id, file.growth, sizes)]
      : ((await file.rows?.(all)) ?? []);
  for (const row of measured) console.log(lineOfTable(row));
  rows.push(...measured);
}

if (write) {
  // The table is the last thing in its section; the machine stands above it.
  const page = readFileSync(FIGURES, 'utf8');
  const [cpu] = os.cpus();
  const machine = `Machine: ${os.cpus().length} cores (${cpu?.model.trim() ?? process.arch}), ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.arch()}, Node ${process.versions.node}.`;
  const table = [headOfTable, ...rows.map(lineOfTable)].join('\n');
  const [before = page] = page.split(/^Machine: /m);
  writeFileSync(FIGURES, `${before}${machine}\n\n${table}\n`);
  console.error(`written to ${fileURLToPath(FIGURES)}`);
}
process.exitCode = rows.some(({ ok }) => ok === 'no') ? 1 : 0;
