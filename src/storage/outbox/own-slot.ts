import { type ExpressionBuilder, sql } from 'kysely';
import { prepare, prepareList } from '../shared/prepared.ts';
import type { Tables } from '../shared/tables.ts';
import type { Tx } from '../shared/write.ts';
import type { StoredJob } from './job-rows.ts';

/**
 * Returns the slot of a job that no longer waits. A key that is unique among waiting jobs only is given up, so that another job
 * can be added with it. Any other key stays taken.
 */
export const slotLetGo = (eb: ExpressionBuilder<Tables, 'jobs'>) =>
  eb.case().when('once', '=', 1).then(eb.ref('id')).else(eb.ref('slot')).end();

/**
 * Called for a job that waits again. If its key is unique among waiting jobs only, takes the key back; or finishes the job if a
 * newer one waits.
 */
export type WaitAgain = (tx: Tx, job: Pick<StoredJob, 'seq' | 'key' | 'once' | 'frozen'>, now: number) => Promise<void>;

/** Sets jobs to `done` and clears their content. A prepared statement belongs to one database, so every store makes its own. */
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
    // A frozen attempt must be repeated as it was, so this job stays beside the newer one and is done first.
    if (job.once !== 1 || job.frozen !== null) return;
    const { numAffectedRows } = await reclaim(tx, { seq: job.seq, key: job.key });
    if (numAffectedRows === 0n) await finish(tx, [job.seq], { now, code: null });
  };
}
