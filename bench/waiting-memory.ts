import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { launch, NO_NODE } from '../scripts/launch.mjs';
import type { Row } from './table.ts';

const BUDGET = 1.2;
const FEW = 1_000;

export interface WaitingMemory {
  readonly id: string;
  /** What waits, e.g. `jobs waiting`. */
  readonly what: string;
  readonly most: number;
  /** Makes a database in which so many wait, and hands its file over while it is there. */
  readonly withWaiting: (count: number, use: (database: string) => Promise<number>) => Promise<number>;
  /** Name of the program in this folder that is started at the database. It ends with `tellMemory`. */
  readonly program: string;
}

/** Compares the memory of two processes: many wait for the one, few for the other. */
export async function memoryRow({ id, what, most, withWaiting, program }: WaitingMemory): Promise<Row> {
  const memoryWith = (count: number) => withWaiting(count, (database) => memoryOf(program, database));
  const small = await memoryWith(FEW);
  const large = await memoryWith(most);
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  const ratio = large / small;
  return {
    ...{ id, measure: `memory with ${most / 1_000}k ${what}; with 1k` },
    ...{ porter: mebibytes(large), limit: mebibytes(small), ratio: ratio.toFixed(2) },
    ...{ budget: `≤ ${BUDGET.toFixed(2)}`, ok: ratio <= BUDGET ? 'yes' : 'no' },
  };
}

async function memoryOf(program: string, database: string): Promise<number> {
  const command = launch(['--expose-gc', fileURLToPath(new URL(program, import.meta.url)), database]);
  if (command === undefined) throw new Error(NO_NODE);
  const { stdout } = await promisify(execFile)(command.file, command.args, { env: command.env });
  return Number(stdout.trim().split('\n').at(-1));
}
