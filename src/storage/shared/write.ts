import type { Kysely, Transaction } from 'kysely';
import type { Clock } from '../../kernel/clock.ts';
import { RepeatTransaction } from '../dialects/dialect.ts';
import { unavailable } from '../dialects/unavailable.ts';
import type { Tables } from './tables.ts';

/** A write transaction: all of it is kept, or nothing. Await nothing but the database inside one. */
export type Tx = Transaction<Tables>;

/** The only way to open a transaction. It is repeated as a whole while another writer is at work. */
export type Write = <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>;

/** Thrown inside a transaction to roll it back and return `result`. */
export class RollBack<Result> extends Error {
  readonly result: Result;

  constructor(result: Result) {
    super('rolled back');
    this.name = 'RollBack';
    this.result = result;
  }
}

/** When other writers are still in the way after so long, the database counts as unusable. */
const LONGEST_MS = 10_000;
const LONGEST_PAUSE_MS = 200;

export interface Writer {
  readonly write: Write;
  /** As `write`; after the commit it tells everybody who waits for jobs or inbox items. */
  readonly writeAndTell: Write;
}

/** @param announcement SQL that tells other processes, run last in the transaction */
export function makeWriter(
  db: Kysely<Tables>,
  { clock, announce, tell }: { clock: Clock; announce: ((tx: Tx) => Promise<unknown>) | undefined; tell: () => void },
): Writer {
  const write: Write = async (work) => {
    const began = clock.monotonic();
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await db.transaction().execute(work);
      } catch (error) {
        if (error instanceof RollBack) return error.result;
        if (!(error instanceof RepeatTransaction)) throw error;
        if (clock.monotonic() - began > LONGEST_MS)
          throw unavailable('Another writer does not let go of the database', error);
        await clock.sleep(Math.min(LONGEST_PAUSE_MS, 5 * 2 ** Math.min(attempt, 6)));
      }
    }
  };
  return {
    write,
    async writeAndTell(work) {
      const result = await write(async (tx) => {
        const done = await work(tx);
        await announce?.(tx);
        return done;
      });
      tell();
      return result;
    },
  };
}
