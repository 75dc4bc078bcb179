import { sql } from 'kysely';
import { placeOf } from '../../kernel/channel-name.ts';
import { lanes } from '../../outbox/job.ts';
import type { LeaseAsk, Leased, LeasedJob } from '../../outbox/ports/job-store.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import { prepareList } from '../shared/prepared.ts';
import type { Tx } from '../shared/write.ts';
import { type FindDue, makeFindDue } from './due-jobs.ts';
import { leasedJob, type StoredJob } from './job-rows.ts';
import type { MarkDead } from './mark-dead.ts';
import { slotLetGo } from './own-slot.ts';
import { type Band, type Queues, queuesOf } from './queues.ts';

export interface LeaseParts {
  readonly facts: DialectFacts;
  readonly queues: Queues;
  readonly markDead: MarkDead;
}

/** Rows per query after some jobs had to step behind. */
const PAGE = 64;
/** Most jobs that one lease lets step behind; the next lease goes on. */
const MOST_BEHIND = 256;

/**
 * Makes `JobStore.lease`: leases due jobs, lane by lane, and of each queue the one due first, then added first. Runs in one
 * transaction.
 */
export function makeLease({ facts, queues, markDead }: LeaseParts): (tx: Tx, ask: LeaseAsk) => Promise<Leased> {
  const findDue = makeFindDue('waiting', facts);
  const findDueElsewhere = makeFindDue('elsewhere', facts);
  const busyQueues = prepareList<string, Record<never, never>, { queue: string }>((db, list) =>
    db.selectFrom('jobs').select('queue').where('state', '=', sql.lit('leased')).where('queue', 'in', list),
  );
  const take = prepareList<number, { now: number; until: number }, unknown>((db, list, at) =>
    db
      .updateTable('jobs')
      .set((eb) => ({
        state: 'leased',
        attempt: eb('attempt', '+', 1),
        leased_at: at.of('now'),
        lease_until: at.of('until'),
        slot: slotLetGo(eb),
      }))
      .where('seq', 'in', list),
  );
  const stepBehind = prepareList<number, Record<never, never>, unknown>((db, list) =>
    db.updateTable('jobs').set({ state: 'behind' }).where('seq', 'in', list),
  );
  const park = prepareList<number, { now: number }, unknown>((db, list, at) =>
    db
      .updateTable('jobs')
      .set((eb) => ({ state: 'parked', code: 'unreadable', done_at: at.of('now'), slot: slotLetGo(eb) }))
      .where('seq', 'in', list),
  );

  /** Divides rows, in order, into those to lease, to step behind, to expire and to park. Stops when `limit` are taken. */
  function divide(rows: readonly StoredJob[], busy: Set<string>, limit: number, expiredUntil: number) {
    const taken: { row: StoredJob; job: LeasedJob }[] = [];
    const [behind, late, broken]: [StoredJob[], StoredJob[], StoredJob[]] = [[], [], []];
    for (const row of rows) {
      if (taken.length >= limit) break;
      const job = leasedJob({ ...row, attempt: row.attempt + 1 });
      if (row.expires_at <= expiredUntil) late.push(row);
      else if (busy.has(row.queue)) behind.push(row);
      else if (job === undefined) broken.push(row);
      else {
        taken.push({ row, job });
        busy.add(row.queue);
      }
    }
    return { taken, behind, late, broken };
  }

  return async (tx, ask) => {
    const jobs: LeasedJob[] = [];
    const expired: string[] = [];
    const parked: string[] = [];
    let moved = 0;
    const atOnceUntil = Math.max(ask.dueUntil, ask.atOnceUntil ?? 0);
    const notOf = queuesOf(ask.probe?.notFor ?? []);

    /** Returns how many more jobs of a band this lease may take. */
    function room({ place, rank }: Band): number {
      const lane = lanes[rank];
      const left = ask.limit - jobs.length;
      if (ask.free === undefined || lane === undefined) return left;
      const taken = jobs.filter(({ destination }) => placeOf(destination) === place).map((job) => job.lane);
      return Math.min(left, ask.free(place, lane, taken));
    }

    async function takeFrom(band: Band, find: FindDue): Promise<void> {
      for (let left = room(band); left > 0 && moved < MOST_BEHIND; left = room(band)) {
        const { place, rank } = band;
        const which = { place, rank, until: ask.dueUntil, atOnceUntil, limit: moved > 0 ? PAGE : left };
        const rows = await find(tx, which, notOf);
        if (rows.length === 0) return;
        const leased = await busyQueues(
          tx,
          rows.map(({ queue }) => queue),
          {},
        );
        const busy = new Set(leased.rows.map(({ queue }) => queue));
        const { taken, behind, late, broken } = divide(rows, busy, left, ask.expiredUntil);
        if (taken.length > 0)
          await take(tx, seqsOf(taken.map(({ row }) => row)), { now: ask.now, until: ask.now + ask.leaseMs });
        if (behind.length > 0) await stepBehind(tx, seqsOf(behind), {});
        if (late.length > 0) await markDead(tx, seqsOf(late), 'expired', ask.now);
        if (broken.length > 0) await park(tx, seqsOf(broken), { now: ask.now });
        await queues.callNext(tx, seqsOf(broken));
        jobs.push(...taken.map(({ job }) => job));
        expired.push(...late.map(({ id }) => id));
        parked.push(...broken.map(({ id }) => id));
        moved += behind.length;
      }
    }

    const open = (await queues.bands(tx)).filter(({ place }) =>
      ask.probe === undefined ? !ask.except.includes(place) : ask.probe.from.includes(place),
    );
    const elsewhere = ask.probe === undefined ? [] : await queues.bandsElsewhere(tx, ask.probe.of);
    // Lanes by priority; within a lane, the place whose first job has waited longest.
    const due = [
      ...open.map((band) => ({ band, find: findDue })),
      ...elsewhere.map((band) => ({ band, find: findDueElsewhere })),
    ]
      .filter(({ band }) => band.due_at <= atOnceUntil)
      .sort((a, b) => a.band.rank - b.band.rank || a.band.due_at - b.band.due_at);
    for (const { band, find } of due) await takeFrom(band, find);

    const leased = { jobs, expired, parked, changed: jobs.length + expired.length + parked.length + moved > 0 };
    if (jobs.length >= ask.limit) return { ...leased, nextDue: undefined };
    if (moved >= MOST_BEHIND) return { ...leased, nextDue: ask.dueUntil };
    const next: number[] = [];
    for (const band of open) {
      const at = band.due_at > ask.dueUntil ? band.due_at : await queues.nextAfter(tx, band, ask.dueUntil);
      if (at !== undefined) next.push(at);
    }
    return { ...leased, nextDue: next.length > 0 ? Math.min(...next) : undefined };
  };
}

const seqsOf = (rows: readonly StoredJob[]): readonly number[] => rows.map(({ seq }) => seq);
