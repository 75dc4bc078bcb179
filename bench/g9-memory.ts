import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { launch } from '../scripts/launch.mjs';
import { openBenchDatabase } from './databases.ts';
import type { Row } from './table.ts';

const BUDGET = 1.2;
const child = fileURLToPath(new URL('g9-child.ts', import.meta.url));

/** Memory of a process whose outbox has so many jobs waiting for a place that is down. Bytes. */
async function memoryWith(jobs: number): Promise<number> {
  await using database = await openBenchDatabase((raw) => {
    const job = raw.prepare(
      `insert into jobs (id, slot, key, kind, queue, place, rank, state, due_at, expires_at, created_at, attempt, failures, once, payload)
       values (?, ?, ?, 'bench', ?, 'matrix', 2, 'waiting', 1, 9e15, 1, 0, 0, 0, '{"id":"x","entry":1}')`,
    );
    for (let n = 0; n < jobs; n += 1) {
      job.run(`id${n}`, `key${n}`, `key${n}`, `2 matrix:!room${n % 1_000}:porter.test`);
    }
  });
  await database.storage[Symbol.asyncDispose]();
  const command = launch(['--expose-gc', child, database.file]);
  if (command === undefined) throw new Error('Node 24 is missing');
  const { stdout } = await promisify(execFile)(command.file, command.args, { env: command.env });
  return Number(stdout.trim().split('\n').at(-1));
}

export async function rows(all: boolean): Promise<readonly Row[]> {
  const most = all ? 1_000_000 : 100_000;
  const small = await memoryWith(1_000);
  const large = await memoryWith(most);
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  const ratio = large / small;
  return [
    {
      id: 'G9',
      measure: `memory with ${most / 1_000}k jobs waiting; with 1k`,
      porter: mebibytes(large),
      limit: mebibytes(small),
      ratio: ratio.toFixed(2),
      budget: `≤ ${BUDGET.toFixed(2)}`,
      ok: ratio <= BUDGET ? 'yes' : 'no',
    },
  ];
}
