import { type Kysely, sql } from 'kysely';
import { HOUR } from '../../kernel/clock.ts';
import { lanes } from '../../outbox/job.ts';
import type { JobCount, JobDesk, JobFilter } from '../../outbox/ports/job-desk.ts';
import { BOUNCED, type JobState, jobStates } from '../../outbox/ports/job-store.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import type { Tables } from '../shared/tables.ts';
import type { Tx, Writer } from '../shared/write.ts';
import type { AddJobs } from './add-jobs.ts';
import { makeDropJobs } from './drop-jobs.ts';
import { jobView, type StoredJob, waitingStates } from './job-rows.ts';
import type { WaitAgain } from './own-slot.ts';
import { type Queues, queuesOf } from './queues.ts';

/** Shortest time to expiry of a retried job. */
const SHORTEST_LIFE = HOUR;
/** Jobs given up per transaction, few enough that other writers hardly wait. */
const STEP = 500;

export interface JobDeskNeeds extends Writer {
  readonly db: Kysely<Tables>;
  readonly facts: DialectFacts;
  readonly addJobs: AddJobs;
  readonly queues: Pick<Queues, 'callNext'>;
  readonly waitAgain: WaitAgain;
}

export function makeJobDesk({ db, facts, writeAndTell, addJobs, queues, waitAgain }: JobDeskNeeds): JobDesk {
  /** Reads a job and locks it until the transaction ends, so that no lease and no end of an attempt changes it. */
  const lock = (tx: Tx, which: string): Promise<StoredJob | undefined> =>
    named(tx, which)
      .$if(facts.rowLocks, (query) => query.forUpdate())
      .executeTakeFirst();

  /** Puts a job back into its queue: due now, and with its full time to expiry again, at least an hour. */
  async function revive(tx: Tx, job: StoredJob, now: number): Promise<void> {
    await tx
      .updateTable('jobs')
      .set({
        state: 'waiting',
        due_at: now,
        expires_at: now + Math.max(SHORTEST_LIFE, job.expires_at - job.created_at),
        failures: 0,
        code: null,
        done_at: null,
      })
      .where('seq', '=', job.seq)
      .execute();
    await waitAgain(tx, job, now);
  }

  const dropJobs = makeDropJobs(queues);

  return {
    async list({ limit, olderThan, ...filter }) {
      let query = matching(db, filter).selectAll().orderBy('seq', 'desc').limit(limit);
      if (olderThan !== undefined) {
        query = query.where('seq', '<', (eb) => eb.selectFrom('jobs').select('seq').where('id', '=', olderThan));
      }
      return (await query.execute()).map(jobView);
    },

    async show(which) {
      const row = await named(db, which).executeTakeFirst();
      return row && jobView(row);
    },

    retry: (which, now) =>
      writeAndTell(async (tx) => {
        const job = await lock(tx, which);
        if (job === undefined) return 'unknown';
        if (job.state === 'done' && job.code === 'refused') return 'refused';
        if (job.state !== 'dead' && job.state !== 'parked') return 'not-dead';
        if (job.payload === '') return job.code === BOUNCED ? 'bounced' : 'cleared';
        await revive(tx, job, now);
        return 'retried';
      }),

    drop: (which, now, follows = []) =>
      writeAndTell(async (tx) => {
        const job = await lock(tx, which);
        if (job === undefined) return 'unknown';
        if (job.state === 'leased' || job.state === 'done') return job.state;
        await dropJobs(tx, [job.seq], now);
        await addJobs(tx, follows, now);
        return 'dropped';
      }),

    async purge(filter, now) {
      const step = (after: number): Promise<readonly number[]> =>
        writeAndTell(async (tx) => {
          const rows = await matching(tx, filter)
            .select('seq')
            .where('seq', '>', after)
            .where(
              'state',
              'in',
              [...waitingStates, 'held', 'dead', 'parked'].map((state) => sql.lit(state)),
            )
            .orderBy('seq')
            .limit(STEP)
            .$if(facts.rowLocks, (query) => query.forUpdate())
            .execute();
          const seqs = rows.map(({ seq }) => seq);
          await dropJobs(tx, seqs, now);
          return seqs;
        });
      for (let [all, last] = [0, 0]; ; ) {
        const seqs = await step(last);
        all += seqs.length;
        last = seqs.at(-1) ?? last;
        if (seqs.length < STEP) return all;
      }
    },

    releaseHeld: (now) =>
      writeAndTell(async (tx) => {
        const once = await tx
          .selectFrom('jobs')
          .select(['seq', 'key', 'once', 'frozen'])
          .where('state', '=', sql.lit('held'))
          .where('once', '=', 1)
          .orderBy('seq')
          .execute();
        for (const job of once) await waitAgain(tx, job, now);
        const { numUpdatedRows } = await tx
          .updateTable('jobs')
          .set({ state: 'waiting' })
          .where('state', '=', sql.lit('held'))
          .executeTakeFirst();
        return Number(numUpdatedRows);
      }),

    async counts({ state: only, ...filter } = {}) {
      const counts: JobCount[] = [];
      for (const state of jobStates) {
        if (state === 'done' || (only !== undefined && only !== state)) continue;
        const sums = new Map<string, JobCount>();
        // One query per stored state, so that each can use its own index.
        for (const stored of storedAs(state)) {
          const rows = await matching(db, filter)
            .select(['place', 'rank', ({ fn }) => fn.countAll<number>().as('jobs')])
            .where('state', '=', sql.lit(stored))
            .groupBy(['place', 'rank'])
            .execute();
          for (const { place, rank, jobs } of rows) {
            const sum = sums.get(`${rank} ${place}`)?.jobs ?? 0;
            sums.set(`${rank} ${place}`, { state, lane: lanes[rank] ?? 'clean-up', place, jobs: sum + jobs });
          }
        }
        counts.push(...sums.values());
      }
      return counts;
    },
  };
}

/** @param which the ID of a job, or its number */
function named(on: Kysely<Tables>, which: string) {
  const jobs = on.selectFrom('jobs').selectAll();
  return /^[1-9]\d{0,14}$/.test(which) ? jobs.where('seq', '=', Number(which)) : jobs.where('id', '=', which);
}

function matching(db: Kysely<Tables>, { state, code, place, kind, destinations }: JobFilter) {
  let query = db.selectFrom('jobs');
  // Literals, so that the partial indexes are used.
  if (state !== undefined)
    query = query.where(
      'state',
      'in',
      storedAs(state).map((each) => sql.lit(each)),
    );
  if (code !== undefined) query = query.where('code', '=', code);
  if (place !== undefined) query = query.where('place', '=', place);
  if (kind !== undefined) query = query.where('kind', '=', kind);
  // No job has an empty destination; a list without any value is no SQL.
  if (destinations !== undefined)
    query = query.where('queue', 'in', queuesOf(destinations.length > 0 ? destinations : ['']));
  return query;
}

/** Returns the stored states of a state that people see: they need not know in which way a job waits. */
const storedAs = (state: JobState): readonly string[] => (state === 'waiting' ? waitingStates : [state]);
