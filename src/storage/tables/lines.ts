import { sql } from 'kysely';
import type { Lane } from '../../outbox/job.ts';
import { lanes, placeOf } from '../../outbox/ports.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import { prepare, prepareList, prepareRows } from '../prepared.ts';
import type { Tx } from '../write.ts';
import type { LineRow } from './tables.ts';

/** `next_due` of a line in which nothing waits. */
export const NEVER = Number.MAX_SAFE_INTEGER;

/** `<rank> <destination>`, e.g. `2 matrix:!room`. */
export const lineOf = (lane: Lane, destination: string): string => `${lanes.indexOf(lane)} ${destination}`;
export const destinationOf = (line: string): string => line.slice(2);
/** Undefined for a line that this program did not write. */
export const laneOf = (line: string): Lane | undefined => (line[1] === ' ' ? lanes[Number(line[0])] : undefined);

export const lineRow = (line: string, nextDue: number): LineRow => ({
  line,
  place: placeOf(destinationOf(line)),
  rank: Number(line[0]),
  next_due: nextDue,
  busy: 0,
});

/** Lines of one place and lane in which something waits and nothing is leased. */
export interface Band {
  readonly place: string;
  readonly rank: number;
  /** Of its line that is due first. Epoch milliseconds. */
  readonly next_due: number;
}

export interface Lines {
  /** Every band, one index look-up each. */
  bands(on: Tx): Promise<readonly Band[]>;
  /** Lines of the band that are due, the longest due first. */
  due(on: Tx, band: Band, until: number, limit: number): Promise<readonly string[]>;
  /** When the next line of the band is due that is not due at `until`. */
  nextAfter(on: Tx, band: Band, until: number): Promise<number | undefined>;
  /** Says that something waits in these lines, due then. Rows sorted by line, so that two writers never wait for each other. */
  lower(tx: Tx, rows: readonly LineRow[]): Promise<void>;
  /** Writes the lines anew from their jobs; those without any are gone. Call it after the jobs were changed. */
  refresh(tx: Tx, lines: Iterable<string>): Promise<void>;
}

export function makeLines({ rowLocks }: DialectFacts): Lines {
  const nextBand = prepare<{ place: string; rank: number }, Band>((db, at) =>
    db
      .selectFrom('lines')
      .select(['place', 'rank', 'next_due'])
      .where('busy', '=', 0)
      .where((eb) => eb(eb.refTuple('place', 'rank'), '>', eb.tuple(at.of('place'), at.of('rank'))))
      .orderBy('place')
      .orderBy('rank')
      .orderBy('next_due')
      .limit(1),
  );
  const dueLines = prepare<{ place: string; rank: number; until: number; limit: number }, { line: string }>((db, at) =>
    db
      .selectFrom('lines')
      .select('line')
      .where('busy', '=', 0)
      .where('place', '=', at.of('place'))
      .where('rank', '=', at.of('rank'))
      .where('next_due', '<=', at.of('until'))
      .orderBy('next_due')
      .limit(at.of('limit')),
  );
  const after = prepare<{ place: string; rank: number; until: number }, { next_due: number }>((db, at) =>
    db
      .selectFrom('lines')
      .select('next_due')
      .where('busy', '=', 0)
      .where('place', '=', at.of('place'))
      .where('rank', '=', at.of('rank'))
      .where('next_due', '>', at.of('until'))
      .orderBy('next_due')
      .limit(1),
  );
  const upsert = prepareRows<{ [Column in keyof LineRow]: LineRow[Column] }>(
    (db, rows) =>
      db
        .insertInto('lines')
        .values([...rows])
        .onConflict((conflict) =>
          conflict
            .column('line')
            .doUpdateSet((eb) => ({ next_due: eb.ref('excluded.next_due') }))
            .whereRef('lines.next_due', '>', 'excluded.next_due'),
        ),
    ['line', 'place', 'rank', 'next_due', 'busy'],
  );
  const lock = prepareList<string, Record<never, never>, { line: string }>((db, list) =>
    db.selectFrom('lines').select('line').where('line', 'in', list).orderBy('line').forUpdate(),
  );
  const rewrite = prepareList<string, { never: number }, unknown>((db, list, at) =>
    db
      .updateTable('lines')
      .set((eb) => ({
        next_due: eb.fn.coalesce(
          eb
            .selectFrom('jobs')
            .select(({ fn }) => fn.min('jobs.due_at').as('due'))
            .whereRef('jobs.line', '=', 'lines.line')
            .where('jobs.state', '=', sql.lit('waiting')),
          eb.val(at.of('never')),
        ),
        busy: eb
          .selectFrom('jobs')
          .select(({ fn }) => fn.countAll<number>().as('leased'))
          .whereRef('jobs.line', '=', 'lines.line')
          .where('jobs.state', '=', sql.lit('leased')),
      }))
      .where('line', 'in', list),
  );
  const forget = prepareList<string, { never: number }, unknown>((db, list, at) =>
    db.deleteFrom('lines').where('line', 'in', list).where('busy', '=', 0).where('next_due', '=', at.of('never')),
  );

  return {
    async bands(on) {
      const bands: Band[] = [];
      for (let band: Band | undefined = { place: '', rank: -1, next_due: 0 }; band !== undefined; ) {
        band = (await nextBand(on, { place: band.place, rank: band.rank })).rows[0];
        if (band !== undefined && band.next_due < NEVER) bands.push(band);
      }
      return bands;
    },
    async due(on, { place, rank }, until, limit) {
      return (await dueLines(on, { place, rank, until, limit })).rows.map(({ line }) => line);
    },
    async nextAfter(on, { place, rank }, until) {
      const next = (await after(on, { place, rank, until })).rows[0]?.next_due;
      return next === NEVER ? undefined : next;
    },
    async lower(tx, rows) {
      await upsert(
        tx,
        rows.toSorted((a, b) => (a.line < b.line ? -1 : 1)),
      );
    },
    async refresh(tx, lines) {
      const sorted = [...new Set(lines)].sort();
      for (let from = 0; from < sorted.length; from += 512) {
        const part = sorted.slice(from, from + 512);
        await upsert(
          tx,
          part.map((line) => lineRow(line, NEVER)),
        );
        // The lock first and the counting in a statement of its own: it then sees what a writer that went before us added.
        if (rowLocks) await lock(tx, part, {});
        await rewrite(tx, part, { never: NEVER });
        await forget(tx, part, { never: NEVER });
      }
    },
  };
}
