import { type Kysely, sql } from 'kysely';
import { type JobPayload, lanes } from '../../outbox/job.ts';
import { type JobStore, NO_HANDLER } from '../../outbox/ports/job-store.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import { deleteInSteps } from '../shared/delete-in-steps.ts';
import { prepare } from '../shared/prepared.ts';
import type { Tables } from '../shared/tables.ts';
import type { Tx, Writer } from '../shared/write.ts';
import { RollBack } from '../shared/write.ts';
import type { AddJobs } from './add-jobs.ts';
import { makeBounceJobs } from './bounce-jobs.ts';
import { makeFinishAttempts } from './finish-attempts.ts';
import { parsePayload, type StoredJob, waitingStates } from './job-rows.ts';
import { makeLease } from './lease-jobs.ts';
import type { MarkDead } from './mark-dead.ts';
import type { WaitAgain } from './own-slot.ts';
import type { Queues } from './queues.ts';

export interface JobParts extends Writer {
  readonly db: Kysely<Tables>;
  readonly facts: DialectFacts;
  readonly queues: Queues;
  readonly markDead: MarkDead;
  readonly waitAgain: WaitAgain;
  readonly addJobs: AddJobs;
  readonly now: () => number;
  /** Throws while another process may own the database. */
  readonly assertOwned: () => void;
}

/** Rows per transaction, for work over many rows. */
const STEP = 500;

export function makeJobStore({
  db,
  write,
  writeAndTell,
  facts,
  queues,
  markDead,
  waitAgain,
  addJobs,
  now,
  assertOwned,
}: JobParts): JobStore {
  const lease = makeLease({ facts, queues, markDead });
  const { finishAttempts, giveBack } = makeFinishAttempts({ queues, markDead, waitAgain, facts });
  const bounceJobs = makeBounceJobs({ markDead, facts });
  const frozenOf = prepare<{ id: string; attempt: number }, { frozen: string | null }>((on, at) => {
    const query = on
      .selectFrom('jobs')
      .select('frozen')
      .where('id', '=', at.of('id'))
      .where('attempt', '=', at.of('attempt'))
      .where('state', '=', 'leased');
    return facts.rowLocks ? query.forUpdate() : query;
  });
  /** When the first job of each band is due. */
  const bands = () => db.connection().execute((on) => queues.bands(on as Tx));
  const keepFrozen = prepare<{ id: string; frozen: string }, unknown>((on, at) =>
    on
      .updateTable('jobs')
      .set({ frozen: at.of('frozen') })
      .where('id', '=', at.of('id')),
  );

  async function freezeOne(tx: Tx, id: string, attempt: number, content: JobPayload): Promise<JobPayload | undefined> {
    const row = (await frozenOf(tx, { id, attempt })).rows[0];
    if (row === undefined) return undefined;
    if (row.frozen !== null) return parsePayload(row.frozen);
    await keepFrozen(tx, { id, frozen: JSON.stringify(content) });
    return content;
  }

  return {
    add: (jobs) =>
      writeAndTell(async (tx) => {
        await addJobs(tx, jobs, now());
      }),

    async lease(ask) {
      // If two processes handed out the same job, both would do it.
      assertOwned();
      return await write(async (tx) => {
        const taken = await lease(tx, ask);
        // Nothing was taken, so nothing is committed: looking costs no flush.
        if (!taken.changed) throw new RollBack(taken);
        return taken;
      });
    },

    async finishAttempts(ends, at) {
      if (ends.length > 0) await write((tx) => finishAttempts(tx, ends, at));
    },

    bounce: (bounced, at) =>
      write(async (tx) => {
        const changed = await bounceJobs(tx, bounced, at);
        if (changed.length === 0) throw new RollBack(changed);
        return changed;
      }),

    stopWaitingFor: (place) =>
      write(async (tx) => {
        let query = tx.updateTable('jobs').set({ state: 'waiting' }).where('state', '=', sql.lit('elsewhere'));
        if (place !== undefined) query = query.where('waits_for', '=', place);
        const { numUpdatedRows } = await query.executeTakeFirst();
        // Nothing waited for it, so nothing is committed.
        if (numUpdatedRows === 0n) throw new RollBack(undefined);
      }),

    freeze: (asks) =>
      write(async (tx) => {
        const kept: (JobPayload | undefined)[] = [];
        for (const { id, attempt, content } of asks) kept.push(await freezeOne(tx, id, attempt, content));
        return kept;
      }),

    async adopt(kinds) {
      if (kinds.length === 0) return 0;
      return await write(async (tx) => {
        const rows = await tx
          .updateTable('jobs')
          .set({ state: 'waiting', code: null, done_at: null })
          .where('state', '=', sql.lit('parked'))
          .where('code', '=', NO_HANDLER)
          .where('kind', 'in', kinds)
          .returning(['seq', 'key', 'once', 'frozen'])
          .execute();
        if (rows.length === 0) throw new RollBack(0);
        for (const job of rows) await waitAgain(tx, job, now());
        return rows.length;
      });
    },

    releaseLeases: ({ endedBefore, except }) =>
      write(async (tx) => {
        let query = tx.selectFrom('jobs').selectAll().where('state', '=', sql.lit('leased'));
        if (endedBefore !== undefined) query = query.where('lease_until', '<', endedBefore);
        const rows: readonly StoredJob[] = (await query.execute()).filter(({ id }) => !except.includes(id));
        for (const job of rows) {
          const { seq, code } = job;
          await giveBack(tx, { seq, state: 'waiting', waitsFor: null, due: null, failed: 0, unknown: 1, code });
          await waitAgain(tx, job, now());
        }
        if (endedBefore === undefined && except.length === 0) await queues.callAll(tx);
        else
          await queues.callNext(
            tx,
            rows.map(({ seq }) => seq),
          );
        return rows.length;
      }),

    async expire(at) {
      for (let expired = 0; ; ) {
        const rows = await db
          .selectFrom('jobs')
          .select('seq')
          .where(
            'state',
            'in',
            waitingStates.map((state) => sql.lit(state)),
          )
          .where('expires_at', '<=', at)
          .limit(STEP)
          .execute();
        if (rows.length === 0) return expired;
        await write(async (tx) => {
          const late = await stillWaiting(
            tx,
            rows.map(({ seq }) => seq),
          );
          if (late.length > 0) await markDead(tx, late, 'expired', at);
        });
        expired += rows.length;
      }
    },

    moveTimes: ({ from, until, by }) =>
      write(async (tx) => {
        await tx
          .updateTable('jobs')
          .set((eb) => ({
            due_at: eb('due_at', '+', by),
            expires_at: eb('expires_at', '+', by),
            created_at: eb('created_at', '+', by),
          }))
          .where('created_at', '>=', from)
          .where('created_at', '<=', until)
          .where('state', 'in', [...waitingStates, 'held', 'leased'])
          .execute();
      }),

    async firstDue() {
      const found = await bands();
      return found.flatMap(({ place, rank, due_at: dueAt }) => {
        const lane = lanes[rank];
        return lane === undefined ? [] : [{ place, lane, dueAt }];
      });
    },

    async oldestDue() {
      const found = await bands();
      const { elsewhere } = await db
        .selectFrom('jobs')
        .select(({ fn }) => fn.min<number | null>('due_at').as('elsewhere'))
        .where('state', '=', sql.lit('elsewhere'))
        .executeTakeFirstOrThrow();
      const due = [...found.map(({ due_at }) => due_at), ...(elsewhere === null ? [] : [elsewhere])];
      return due.length > 0 ? Math.min(...due) : undefined;
    },

    async tidy({ doneBefore, deadBefore }) {
      const old = db
        .selectFrom('jobs')
        .select('seq')
        .where('state', '=', sql.lit('done'))
        .where('done_at', '<', doneBefore);
      await deleteInSteps((step) =>
        write((tx) => tx.deleteFrom('jobs').where('seq', 'in', old.limit(step)).executeTakeFirst()),
      );
      if (deadBefore === undefined) return;
      await write((tx) =>
        tx
          .updateTable('jobs')
          .set({ payload: '', frozen: null })
          .where('state', 'in', ['dead', 'parked'])
          .where('done_at', '<', deadBefore)
          .where('payload', '!=', '')
          .execute(),
      );
    },
  };
}

/** Returns those of the jobs that still wait, i.e. were not leased or dropped meanwhile. */
async function stillWaiting(tx: Tx, seqs: readonly number[]): Promise<readonly number[]> {
  const rows = await tx
    .selectFrom('jobs')
    .select('seq')
    .where('seq', 'in', seqs)
    .where('state', 'in', waitingStates)
    .execute();
  return rows.map(({ seq }) => seq);
}
