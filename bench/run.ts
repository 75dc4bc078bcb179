import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { headOfBeside, measureBeside, measureInFolder } from './beside.ts';
import { measureRow } from './measure-row.ts';
import { longRows, rowFiles } from './rows.ts';
import { headOfTable, lineOfTable, type Row } from './table.ts';
import { writePage } from './write-page.ts';

const FIGURES = new URL('../docs/performance.md', import.meta.url);

const { options, wanted } = readArguments();
const ids = wanted.length > 0 ? wanted : Object.keys(rowFiles).filter((id) => options.all || !longRows.has(id));
const began = performance.now();
const fine = options.beside === undefined ? await measureAll() : await compareAll(options.beside);
console.error(`${seconds(began)} s in all`);
// A row that broke off may have left something open.
process.exit(fine ? 0 : 1);

/** Prints every row as soon as it is measured. False when one of them misses its budget or broke off. */
async function measureAll(): Promise<boolean> {
  const rows: Row[] = [];
  if (!options.json) console.log(headOfTable);
  for (const id of ids) {
    const load = rowFiles[id];
    if (load === undefined) continue;
    const measured = await timed(id, () => measureRow(id, load, options.all));
    for (const row of measured) {
      console.log(options.json ? JSON.stringify(row) : lineOfTable(row));
      rows.push(row);
    }
  }
  if (options.write) {
    writePage(FIGURES, rows);
    console.error(`written to ${fileURLToPath(FIGURES)}`);
  }
  return !rows.some(({ ok }) => ok === 'no');
}

/** False when this tree is slower than the other one in a row. */
async function compareAll(other: string): Promise<boolean> {
  const here = path.dirname(import.meta.dirname);
  let fine = true;
  console.log(headOfBeside);
  for (const id of ids) {
    for (const { text, ok } of await timed(id, () => measureBeside(id, here, path.resolve(other), measureInFolder))) {
      console.log(text);
      fine &&= ok;
    }
  }
  return fine;
}

async function timed<Answer>(id: string, work: () => Promise<Answer>): Promise<Answer> {
  const start = performance.now();
  if (process.stderr.isTTY) process.stderr.write(`${id} …\r`);
  const answer = await work();
  if (process.stderr.isTTY) process.stderr.write(`${id} took ${seconds(start)} s\n`);
  return answer;
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1_000).toFixed(0);
}

function readArguments() {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const { values, positionals } = parseArgs({
      options: { all: flag, write: flag, json: flag, beside: { type: 'string' } },
      allowPositionals: true,
    });
    const wanted = positionals.map((id) => id.toUpperCase());
    const unknown = wanted.filter((id) => !(id in rowFiles));
    const known = Object.keys(rowFiles).join(' ');
    if (unknown.length > 0) throw new Error(`There is no row ${unknown.join(', ')}. There are: ${known}`);
    // Rows of different hours in one table would say nothing.
    if (values.write && wanted.length > 0) throw new Error('--write takes the whole table: leave the ids out.');
    if (values.beside !== undefined && (values.write || values.json || values.all)) {
      throw new Error('--beside prints a table of its own: leave --write, --json and --all out.');
    }
    return { options: values, wanted };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}
