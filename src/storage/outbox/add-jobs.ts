import type { Ids } from '../../kernel/ids.ts';
import type { NewJob } from '../../outbox/job.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import { prepareList, prepareRows } from '../shared/prepared.ts';
import type { LetterRow } from '../shared/tables.ts';
import type { Tx } from '../shared/write.ts';
import { type FreshJob, freshColumns, freshRow } from './job-rows.ts';
import { destinationOf, laneOf } from './lines.ts';

/** Adds jobs to the transaction of what caused them. */
export type AddJobs = (tx: Tx, jobs: readonly NewJob[], now: number) => Promise<void>;

const LETTERS = 'email:';

export function makeAddJobs({ ids, facts }: { ids: Ids; facts: DialectFacts }): AddJobs {
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
  const insertLetters = prepareRows<Omit<LetterRow, 'seq'> & { address_hash: string; at: number }>(
    (db, rows) => db.insertInto('letters').values(rows.map(({ address_hash, at }) => ({ address_hash, at }))),
    ['address_hash', 'at'],
  );
  const known = prepareList<string, Record<never, never>, { id: string }>((db, list) =>
    db.selectFrom('jobs').select('id').where('id', 'in', list),
  );
  const states = prepareList<string, Record<never, never>, { slot: string; state: string }>((db, list) => {
    const query = db.selectFrom('jobs').select(['slot', 'state']).where('slot', 'in', list);
    // Whoever settles the predecessor at this moment goes before or after us, never between.
    return facts.rowLocks ? query.orderBy('seq').forShare() : query;
  });
  const move = prepareList<string, { state: string; code: string | null; done_at: number | null }, unknown>(
    (db, list, at) =>
      db
        .updateTable('jobs')
        .set({ state: at.of('state'), code: at.of('code'), done_at: at.of('done_at') })
        .where('id', 'in', list),
  );

  /** What follows a job that is done goes at once, what follows a dead letter is one. */
  async function release(tx: Tx, blocked: readonly FreshJob[], now: number): Promise<void> {
    const { rows } = await states(
      tx,
      blocked.map((row) => row.after_key ?? ''),
      {},
    );
    const stateOf = new Map(rows.map(({ slot, state }) => [slot, state]));
    // A predecessor that is not known was done more than 30 days ago.
    const end = (row: FreshJob) => stateOf.get(row.after_key ?? '') ?? 'done';
    const free = blocked.filter((row) => end(row) === 'done');
    const dead = blocked.filter((row) => end(row) === 'dead');
    const idsOf = (some: readonly FreshJob[]) => some.map(({ id }) => id);
    if (free.length > 0) await move(tx, idsOf(free), { state: 'waiting', code: null, done_at: null });
    if (dead.length > 0) await move(tx, idsOf(dead), { state: 'dead', code: 'predecessor', done_at: now });
  }

  return async (tx, jobs, now) => {
    if (jobs.length === 0) return;
    const rows = distinct(jobs).map((job) => freshRow(job, ids.next(), now));
    const insert = rows.some(({ once }) => once === 1) ? insertPending : insertOnce;
    const changed = await insert(tx, rows);
    let added: readonly FreshJob[] = rows;
    if (changed < rows.length) {
      const there = new Set(
        (
          await known(
            tx,
            rows.map(({ id }) => id),
            {},
          )
        ).rows.map(({ id }) => id),
      );
      added = rows.filter(({ id }) => there.has(id));
    }
    const blocked = added.filter(({ state }) => state === 'blocked');
    if (blocked.length > 0) await release(tx, blocked, now);
    const letters = added.filter(({ line }) => laneOf(line) === 'codes' && destinationOf(line).startsWith(LETTERS));
    if (letters.length > 0) {
      await insertLetters(
        tx,
        letters.map(({ line }) => ({ address_hash: destinationOf(line).slice(LETTERS.length), at: now })),
      );
    }
  };
}

/** One of each key, the earliest due of those that may come again; the last of one statement must not meet the first. */
function distinct(jobs: readonly NewJob[]): readonly NewJob[] {
  if (jobs.length === 1) return jobs;
  const byKey = new Map<string, NewJob>();
  for (const job of jobs) {
    const before = byKey.get(job.key);
    if (before === undefined || (job.oncePending && job.dueAt < before.dueAt)) byKey.set(job.key, job);
  }
  return [...byKey.values()];
}
