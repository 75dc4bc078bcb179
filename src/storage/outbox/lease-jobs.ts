import { type Kysely, sql } from 'kysely';
import type { LeaseAsk, Leased, LeasedJob } from '../../outbox/ports.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import { prepare, prepareList, type Slots } from '../shared/prepared.ts';
import type { Tables } from '../shared/tables.ts';
import type { Tx } from '../shared/write.ts';
import { leasedJob, type StoredJob } from './job-rows.ts';
import { type Band, type Lines, linesOf } from './lines.ts';
import type { MarkDead } from './mark-dead.ts';
import { slotLetGo } from './own-slot.ts';

export interface LeaseParts {
  readonly facts: DialectFacts;
  readonly lines: Lines;
  readonly markDead: MarkDead;
}

type DueAsk = {
  readonly place: string;
  readonly rank: number;
  readonly until: number;
  readonly atOnceUntil: number;
  readonly limit: number;
};

/** Rows looked at together once some had to step behind. */
const PAGE = 64;
/** One transaction moves no more than this out of the way; the next goes on. */
const MOST_BEHIND = 256;

/** Takes due jobs: lanes by rank, of each line the one that was due first, then came first. Runs in one transaction. */
export function makeLease({ facts, lines, markDead }: LeaseParts): (tx: Tx, ask: LeaseAsk) => Promise<Leased> {
  const dueQuery = (db: Kysely<Tables>, at: Slots<DueAsk>) => {
    const query = db
      .selectFrom('jobs')
      .selectAll()
      .where('state', '=', sql.lit('waiting'))
      .where('place', '=', at.of('place'))
      .where('rank', '=', at.of('rank'))
      .where('due_at', '<=', at.of('atOnceUntil'))
      .where((eb) => eb.or([eb('due_at', '<=', at.of('until')), eb('due_at', '<=', eb.ref('created_at'))]))
      .orderBy('due_at')
      .orderBy('seq')
      .limit(at.of('limit'));
    return facts.rowLocks ? query.forUpdate() : query;
  };
  const due = prepare<DueAsk, StoredJob>(dueQuery);
  const dueElsewhere = prepareList<string, DueAsk, StoredJob>((db, list, at) =>
    dueQuery(db, at).where('line', 'not in', list),
  );
  const busyLines = prepareList<string, Record<never, never>, { line: string }>((db, list) =>
    db.selectFrom('jobs').select('line').where('state', '=', sql.lit('leased')).where('line', 'in', list),
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

  /** Sorts rows in the order of their turn; stops when `limit` are taken. */
  function sort(rows: readonly StoredJob[], busy: Set<string>, limit: number, expiredUntil: number) {
    const taken: { row: StoredJob; job: LeasedJob }[] = [];
    const [behind, late, broken]: [StoredJob[], StoredJob[], StoredJob[]] = [[], [], []];
    for (const row of rows) {
      if (taken.length >= limit) break;
      const job = leasedJob({ ...row, attempt: row.attempt + 1 });
      if (row.expires_at <= expiredUntil) late.push(row);
      else if (busy.has(row.line)) behind.push(row);
      else if (job === undefined) broken.push(row);
      else {
        taken.push({ row, job });
        busy.add(row.line);
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
    const passedOver = linesOf(ask.notFor ?? []);

    async function takeFrom(band: Band): Promise<void> {
      while (jobs.length < ask.limit && moved < MOST_BEHIND) {
        const left = ask.limit - jobs.length;
        const { place, rank } = band;
        const which = { place, rank, until: ask.dueUntil, atOnceUntil, limit: moved > 0 ? PAGE : left };
        const { rows } = passedOver.length > 0 ? await dueElsewhere(tx, passedOver, which) : await due(tx, which);
        if (rows.length === 0) return;
        const leased = await busyLines(
          tx,
          rows.map(({ line }) => line),
          {},
        );
        const busy = new Set(leased.rows.map(({ line }) => line));
        const { taken, behind, late, broken } = sort(rows, busy, left, ask.expiredUntil);
        if (taken.length > 0) {
          await take(
            tx,
            taken.map(({ row }) => row.seq),
            { now: ask.now, until: ask.now + ask.leaseMs },
          );
        }
        if (behind.length > 0)
          await stepBehind(
            tx,
            behind.map(({ seq }) => seq),
            {},
          );
        if (late.length > 0)
          await markDead(
            tx,
            late.map(({ seq }) => seq),
            'expired',
            ask.now,
          );
        if (broken.length > 0)
          await park(
            tx,
            broken.map(({ seq }) => seq),
            { now: ask.now },
          );
        await lines.callNext(
          tx,
          broken.map(({ seq }) => seq),
        );
        jobs.push(...taken.map(({ job }) => job));
        expired.push(...late.map(({ id }) => id));
        parked.push(...broken.map(({ id }) => id));
        moved += behind.length;
      }
    }

    const open = (await lines.bands(tx)).filter(({ place }) =>
      ask.only === undefined ? !ask.except.includes(place) : place === ask.only,
    );
    // Lanes by priority; within a lane the place that has waited longest.
    const bands = open
      .filter(({ due_at }) => due_at <= atOnceUntil)
      .sort((a, b) => a.rank - b.rank || a.due_at - b.due_at);
    for (const band of bands) await takeFrom(band);

    const answer = { jobs, expired, parked, changed: jobs.length + expired.length + parked.length + moved > 0 };
    if (jobs.length >= ask.limit) return { ...answer, nextDue: undefined };
    if (moved >= MOST_BEHIND) return { ...answer, nextDue: ask.dueUntil };
    const next: number[] = [];
    for (const band of open) {
      const at = band.due_at > ask.dueUntil ? band.due_at : await lines.nextAfter(tx, band, ask.dueUntil);
      if (at !== undefined) next.push(at);
    }
    return { ...answer, nextDue: next.length > 0 ? Math.min(...next) : undefined };
  };
}
