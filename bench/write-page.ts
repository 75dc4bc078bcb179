import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import Sqlite from 'better-sqlite3';
import { headOfTable, lineOfTable, type Row } from './table.ts';

/** Puts the table into the page of figures, where it is the last thing; the machine stands above it. */
export function writePage(page: URL, rows: readonly Row[]): void {
  const [cpu] = os.cpus();
  const sqlite = new Sqlite(':memory:');
  const version = sqlite.prepare('select sqlite_version()').pluck().get();
  sqlite.close();
  const machine = [
    `${os.cpus().length} cores (${cpu?.model.trim() ?? process.arch})`,
    `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    `${os.type()} ${os.release()} ${os.arch()}`,
    `Node ${process.versions.node}`,
    `SQLite ${version}`,
  ];
  const text = readFileSync(page, 'utf8');
  const [before = text] = text.split(/^Machine: /m);
  const day = new Date().toISOString().slice(0, 10);
  const table = [headOfTable, ...rows.map(lineOfTable)].join('\n');
  writeFileSync(page, `${before}Machine: ${machine.join(', ')}; ${day}.\n\n${table}\n`);
}
