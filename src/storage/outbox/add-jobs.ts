import type { Ids } from '../../kernel/ids.ts';
import type { NewJob } from '../../outbox/job.ts';
import { prepareList, prepareRows } from '../shared/prepared.ts';
import type { Tx } from '../shared/write.ts';
import { type FreshJob, freshColumns, freshRow } from './job-rows.ts';

/**
 * Adds jobs in the transaction of the change that caused them. Returns those that were added; a job whose key is known changes
 * nothing and is not among them. (An `oncePending` job that only moved the waiting job to its earlier time may be among them.)
 */
export type AddJobs = (tx: Tx, jobs: readonly NewJob[], now: number) => Promise<readonly NewJob[]>;

export function makeAddJobs({ ids }: { readonly ids: Ids }): AddJobs {
  const insertOnce = prepareRows<{ [Column in keyof FreshJob]: FreshJob[Column] }>(
    (db, rows) =>
      db
        .insertInto('jobs')
        .values([...rows])
        .onConflict((conflict) => conflict.column('slot').doNothing()),
    freshColumns,
  );
  const insertPending = prepareRows<{ [Column in keyof FreshJob]: FreshJob[Column] }>(
    (db, rows) =>
      db
        .insertInto('jobs')
        .values([...rows])
        .onConflict((conflict) =>
          conflict
            .column('slot')
            .doUpdateSet((eb) => ({ due_at: eb.ref('excluded.due_at') }))
            .whereRef('jobs.due_at', '>', 'excluded.due_at')
            .where('jobs.once', '=', 1),
        ),
    freshColumns,
  );
  const known = prepareList<string, Record<never, never>, { id: string }>((db, list) =>
    db.selectFrom('jobs').select('id').where('id', 'in', list),
  );

  return async (tx, jobs, now) => {
    if (jobs.length === 0) return [];
    const fresh = distinct(jobs).map((job) => ({ job, row: freshRow(job, ids.next(), now) }));
    const rows = fresh.map(({ row }) => row);
    const insert = rows.some(({ once }) => once === 1) ? insertPending : insertOnce;
    if ((await insert(tx, rows)) === rows.length) return fresh.map(({ job }) => job);
    // Some keys were known. The jobs that were added are those whose new id is in the table.
    const found = await known(
      tx,
      rows.map(({ id }) => id),
      {},
    );
    const added = new Set(found.rows.map(({ id }) => id));
    return fresh.filter(({ row }) => added.has(row.id)).map(({ job }) => job);
  };
}

/**
 * Keeps one job per key, the earliest of `oncePending` ones, because two rows of one statement must not conflict with each
 * other.
 */
function distinct(jobs: readonly NewJob[]): readonly NewJob[] {
  if (jobs.length === 1) return jobs;
  const byKey = new Map<string, NewJob>();
  for (const job of jobs) {
    const before = byKey.get(job.key);
    if (before === undefined || (job.oncePending && job.dueAt < before.dueAt)) byKey.set(job.key, job);
  }
  return [...byKey.values()];
}
