import { type Kysely, sql } from 'kysely';
import type { DialectFacts } from '../dialects/dialect.ts';
import { prepare, prepareList, type Slots } from '../shared/prepared.ts';
import type { Tables } from '../shared/tables.ts';
import type { Tx } from '../shared/write.ts';
import type { StoredJob } from './job-rows.ts';

export type DueAsk = {
  readonly place: string;
  readonly rank: number;
  /** Epoch milliseconds, as `LeaseAsk.dueUntil` and `LeaseAsk.atOnceUntil`. */
  readonly until: number;
  readonly atOnceUntil: number;
  readonly limit: number;
};

/** Finds the due jobs of one band, in order, except those of the queues in `notOf`. Locks them until the transaction ends. */
export type FindDue = (tx: Tx, ask: DueAsk, notOf: readonly string[]) => Promise<readonly StoredJob[]>;

/** Prepares the query. @param from `waiting`: jobs of the place itself; `elsewhere`: jobs of other places that wait for it */
export function makeFindDue(from: 'waiting' | 'elsewhere', { rowLocks }: DialectFacts): FindDue {
  const query = (db: Kysely<Tables>, at: Slots<DueAsk>) => {
    const due = db
      .selectFrom('jobs')
      .selectAll()
      .where('state', '=', sql.lit(from))
      .where(from === 'waiting' ? 'place' : 'waits_for', '=', at.of('place'))
      .where('rank', '=', at.of('rank'))
      .where('due_at', '<=', at.of('atOnceUntil'))
      .where((eb) => eb.or([eb('due_at', '<=', at.of('until')), eb('due_at', '<=', eb.ref('created_at'))]))
      .orderBy('due_at')
      .orderBy('seq')
      .limit(at.of('limit'));
    return rowLocks ? due.forUpdate() : due;
  };
  const ofAll = prepare<DueAsk, StoredJob>(query);
  const ofOthers = prepareList<string, DueAsk, StoredJob>((db, list, at) =>
    query(db, at).where('queue', 'not in', list),
  );
  return async (tx, ask, notOf) => (notOf.length > 0 ? await ofOthers(tx, notOf, ask) : await ofAll(tx, ask)).rows;
}
