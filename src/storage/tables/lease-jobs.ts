import { sql } from 'kysely';
import type { LeaseAsk, Leased, LeasedJob } from '../../outbox/ports.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import { prepareList } from '../prepared.ts';
import type { Tx } from '../write.ts';
import type { Bury } from './bury.ts';
import { leasedJob, type StoredJob } from './job-rows.ts';
import type { Lines } from './lines.ts';

export interface LeaseParts {
  readonly facts: DialectFacts;
  readonly lines: Lines;
  readonly bury: Bury;
}

/** Takes due jobs: lanes by rank, per line the one that was due first, then came first. Runs in one transaction. */
export function makeLease({ facts, lines, bury }: LeaseParts): (tx: Tx, ask: LeaseAsk) => Promise<Leased> {
  const heads = prepareList<string, { until: number }, StoredJob>((db, list, at) => {
    const query = db
      .selectFrom('lines')
      .innerJoin('jobs', (join) =>
        join.on((eb) =>
          eb(
            'jobs.seq',
            '=',
            eb
              .selectFrom('jobs as head')
              .select('head.seq')
              .whereRef('head.line', '=', 'lines.line')
              .where('head.state', '=', sql.lit('waiting'))
              .where('head.due_at', '<=', at.of('until'))
              .orderBy('head.due_at')
              .orderBy('head.seq')
              .limit(1),
          ),
        ),
      )
      .selectAll('jobs')
      .where('lines.line', 'in', list)
      .where('lines.busy', '=', 0)
      .where('jobs.state', '=', 'waiting');
    return facts.rowLocks ? query.forUpdate('jobs') : query;
  });
  const take = prepareList<number, { now: number; until: number }, unknown>((db, list, at) =>
    db
      .updateTable('jobs')
      .set((eb) => ({
        state: 'leased',
        attempt: eb('attempt', '+', 1),
        leased_at: at.of('now'),
        lease_until: at.of('until'),
        slot: eb.case().when('once', '=', 1).then(eb.ref('id')).else(eb.ref('slot')).end(),
      }))
      .where('seq', 'in', list),
  );
  const park = prepareList<number, { now: number }, unknown>((db, list, at) =>
    db
      .updateTable('jobs')
      .set({ state: 'parked', code: 'unreadable', done_at: at.of('now') })
      .where('seq', 'in', list),
  );

  return async (tx, ask) => {
    const jobs: LeasedJob[] = [];
    const expired: string[] = [];
    const parked: string[] = [];
    const open = (await lines.bands(tx)).filter(({ place }) =>
      ask.only === undefined ? !ask.except.includes(place) : place === ask.only,
    );
    // Lanes by priority; within a lane the place that has waited longest.
    const bands = open
      .filter((band) => band.next_due <= ask.dueUntil)
      .sort((a, b) => a.rank - b.rank || a.next_due - b.next_due);

    for (const band of bands) {
      while (jobs.length < ask.limit) {
        const due = await lines.due(tx, band, ask.dueUntil, ask.limit - jobs.length);
        if (due.length === 0) break;
        const { rows } = await heads(tx, due, { until: ask.dueUntil });
        const fresh = rows.filter((row) => row.expires_at > ask.expiredUntil);
        const late = rows.filter((row) => row.expires_at <= ask.expiredUntil);
        const readable = fresh.map((row) => [row, leasedJob({ ...row, attempt: row.attempt + 1 })] as const);
        const touched = new Set(due);
        if (late.length > 0) {
          for (const line of await bury(tx, late, 'expired', ask.now)) touched.add(line);
          expired.push(...late.map(({ id }) => id));
        }
        const broken = readable.filter(([, job]) => job === undefined).map(([row]) => row);
        if (broken.length > 0) {
          await park(
            tx,
            broken.map(({ seq }) => seq),
            { now: ask.now },
          );
          parked.push(...broken.map(({ id }) => id));
        }
        const good = readable.filter((pair): pair is readonly [StoredJob, LeasedJob] => pair[1] !== undefined);
        if (good.length > 0) {
          await take(
            tx,
            good.map(([row]) => row.seq),
            { now: ask.now, until: ask.now + ask.leaseMs },
          );
          // Answered in the order of the lines: the longest due first.
          const place = new Map(due.map((line, index) => [line, index]));
          good.sort(([a], [b]) => (place.get(a.line) ?? 0) - (place.get(b.line) ?? 0));
          jobs.push(...good.map(([, job]) => job));
        }
        // Also mends a line that says more than its jobs do.
        await lines.refresh(tx, touched);
      }
    }
    if (jobs.length >= ask.limit) return { jobs, expired, parked, nextDue: undefined };

    const next: number[] = [];
    for (const band of open) {
      const due = band.next_due > ask.dueUntil ? band.next_due : await lines.nextAfter(tx, band, ask.dueUntil);
      if (due !== undefined) next.push(due);
    }
    return { jobs, expired, parked, nextDue: next.length > 0 ? Math.min(...next) : undefined };
  };
}
