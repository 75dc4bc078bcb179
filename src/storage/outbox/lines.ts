import { sql } from 'kysely';
import { type Lane, lanes } from '../../outbox/job.ts';
import { prepare, prepareList } from '../shared/prepared.ts';
import type { Tx } from '../shared/write.ts';

/** `<rank of the lane> <destination>`, e.g. `2 matrix:!room`: order is kept within one line. */
export const lineOf = (lane: Lane, destination: string): string => `${lanes.indexOf(lane)} ${destination}`;
/** The lines of these destinations, one per lane. */
export const linesOf = (destinations: readonly string[]): readonly string[] =>
  destinations.flatMap((destination) => lanes.map((lane) => lineOf(lane, destination)));
export const destinationOf = (line: string): string => line.slice(2);
/** Undefined for a line that this program did not write. */
export const laneOf = (line: string): Lane | undefined => (line[1] === ' ' ? lanes[Number(line[0])] : undefined);

/** What waits at one place in one lane. */
export interface Band {
  readonly place: string;
  readonly rank: number;
  /** Of the job that is due first. Epoch milliseconds. */
  readonly due_at: number;
}

/**
 * The order within a line. A job is added as `waiting`, whoever is in its line. When a lease finds a job whose line is busy, it
 * sets that job `behind`, where only its line finds it; and whenever a job of a line comes back or ends, the first one behind
 * becomes `waiting` again. So no lease searches through a long line, and a job that meets no busy line costs nothing more.
 */
export interface Lines {
  /** Every band in which something waits, one index look-up each. */
  bands(on: Tx): Promise<readonly Band[]>;
  /** The bands of the jobs that wait for this place although their own is another. `place` is the one that is waited for. */
  bandsElsewhere(on: Tx, place: string): Promise<readonly Band[]>;
  /** When the next job of the band is due that is not due at `until`. */
  nextAfter(on: Tx, band: Band, until: number): Promise<number | undefined>;
  /** In each line of these jobs, the first one behind waits again. */
  callNext(tx: Tx, seqs: readonly number[]): Promise<void>;
  /** In every line, the first one behind waits again: after a start, when nothing is leased. */
  callAll(tx: Tx): Promise<void>;
}

export function makeLines(): Lines {
  // Two questions instead of one about `(place, rank)`: SQLite walks over every row of the band that a pair begins with.
  const nextRank = prepare<{ place: string; rank: number }, Band>((db, at) =>
    db
      .selectFrom('jobs')
      .select(['place', 'rank', 'due_at'])
      .where('state', '=', sql.lit('waiting'))
      .where('place', '=', at.of('place'))
      .where('rank', '>', at.of('rank'))
      .orderBy('rank')
      .orderBy('due_at')
      .limit(1),
  );
  const nextPlace = prepare<{ place: string }, Band>((db, at) =>
    db
      .selectFrom('jobs')
      .select(['place', 'rank', 'due_at'])
      .where('state', '=', sql.lit('waiting'))
      .where('place', '>', at.of('place'))
      .orderBy('place')
      .orderBy('rank')
      .orderBy('due_at')
      .limit(1),
  );
  const after = prepare<{ place: string; rank: number; until: number }, { due_at: number }>((db, at) =>
    db
      .selectFrom('jobs')
      .select('due_at')
      .where('state', '=', sql.lit('waiting'))
      .where('place', '=', at.of('place'))
      .where('rank', '=', at.of('rank'))
      .where('due_at', '>', at.of('until'))
      .orderBy('due_at')
      .limit(1),
  );
  const elsewhere = prepare<{ place: string }, Band>((db, at) =>
    db
      .selectFrom('jobs')
      .select(({ fn, ref }) => [ref('waits_for').$notNull().as('place'), 'rank', fn.min('due_at').as('due_at')])
      .where('state', '=', sql.lit('elsewhere'))
      .where('waits_for', '=', at.of('place'))
      .groupBy(['waits_for', 'rank']),
  );
  const call = prepareList<number, Record<never, never>, unknown>((db, list) =>
    db
      .updateTable('jobs')
      .set({ state: 'waiting' })
      .where('seq', 'in', ({ selectFrom }) =>
        selectFrom('jobs as gone')
          .select(({ selectFrom: from }) =>
            from('jobs as next')
              .select('next.seq')
              .whereRef('next.line', '=', 'gone.line')
              .where('next.state', '=', sql.lit('behind'))
              .orderBy('next.due_at')
              .orderBy('next.seq')
              .limit(1)
              .as('first'),
          )
          .where('gone.seq', 'in', list),
      ),
  );
  const nextLine = prepare<{ line: string }, { line: string; seq: number }>((db, at) =>
    db
      .selectFrom('jobs')
      .select(['line', 'seq'])
      .where('state', '=', sql.lit('behind'))
      .where('line', '>', at.of('line'))
      .orderBy('line')
      .orderBy('due_at')
      .limit(1),
  );

  async function callNext(tx: Tx, seqs: readonly number[]): Promise<void> {
    for (let from = 0; from < seqs.length; from += 512) await call(tx, seqs.slice(from, from + 512), {});
  }

  return {
    async bands(on) {
      const bands: Band[] = [];
      for (let band: Band | undefined = { place: '', rank: -1, due_at: 0 }; band !== undefined; ) {
        const { place, rank }: Band = band;
        band = (await nextRank(on, { place, rank })).rows[0] ?? (await nextPlace(on, { place })).rows[0];
        if (band !== undefined) bands.push(band);
      }
      return bands;
    },
    bandsElsewhere: async (on, place) => (await elsewhere(on, { place })).rows,
    async nextAfter(on, { place, rank }, until) {
      return (await after(on, { place, rank, until })).rows[0]?.due_at;
    },
    callNext,
    async callAll(tx) {
      for (let at: { line: string; seq: number } | undefined = { line: '', seq: 0 }; at !== undefined; ) {
        at = (await nextLine(tx, { line: at.line })).rows[0];
        if (at !== undefined) await callNext(tx, [at.seq]);
      }
    },
  };
}
