import { type ExpressionBuilder, sql } from 'kysely';
import { prepare, prepareList } from '../shared/prepared.ts';
import type { Tables } from '../shared/tables.ts';
import type { Tx } from '../shared/write.ts';
import type { StoredJob } from './job-rows.ts';

/**
 * What a job's slot becomes once it no longer waits. A key that is unique among waiting jobs only is given up, so that the next
 * job can be added under it; any other key stays taken.
 */
export const slotLetGo = (eb: ExpressionBuilder<Tables, 'jobs'>) =>
  eb.case().when('once', '=', 1).then(eb.ref('id')).else(eb.ref('slot')).end();

/** For a job that waits again: if its key is unique among waiting jobs only, it takes the key back, or is done because a newer job waits. */
export type WaitAgain = (tx: Tx, job: Pick<StoredJob, 'seq' | 'key' | 'once' | 'frozen'>, now: number) => Promise<void>;

/** Sets jobs done and forgets their content. A prepared statement belongs to one database, so every store makes its own. */
export const makeFinishJobs = () =>
  prepareList<number, { now: number; code: string | null }, unknown>((db, list, at) =>
    db
      .updateTable('jobs')
      .set({ state: 'done', done_at: at.of('now'), payload: '', frozen: null, lease_until: null, code: at.of('code') })
      .where('seq', 'in', list),
  );

export function makeWaitAgain(): WaitAgain {
  const finish = makeFinishJobs();
  const reclaim = prepare<{ seq: number; key: string }, unknown>((db, at) =>
    db
      .updateTable('jobs')
      .set((eb) => ({ slot: eb.ref('key') }))
      .where('seq', '=', at.of('seq'))
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('jobs as other')
              .select('other.seq')
              .where('other.slot', '=', at.of('key'))
              .where('other.seq', '!=', sql<number>`cast(${at.of('seq')} as bigint)`),
          ),
        ),
      ),
  );
  return async (tx, job, now) => {
    // A frozen attempt must be repeated as it was: this job stays beside the newer one and goes first.
    if (job.once !== 1 || job.frozen !== null) return;
    const { numAffectedRows } = await reclaim(tx, { seq: job.seq, key: job.key });
    if (numAffectedRows === 0n) await finish(tx, [job.seq], { now, code: null });
  };
}
