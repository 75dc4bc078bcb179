import { sql } from 'kysely';
import { type Lane, lanes } from '../../outbox/job.ts';
import { prepare, prepareList } from '../shared/prepared.ts';
import type { Tx } from '../shared/write.ts';

/** Returns the name of a queue, `<rank of the lane> <destination>`, e.g. `2 matrix:!room`. Jobs of one queue keep their order. */
export const queueOf = (lane: Lane, destination: string): string => `${lanes.indexOf(lane)} ${destination}`;
/** Returns the queues of these destinations, one per lane. */
export const queuesOf = (destinations: readonly string[]): readonly string[] =>
  destinations.flatMap((destination) => lanes.map((lane) => queueOf(lane, destination)));
export const destinationOf = (queue: string): string => queue.slice(2);
/** Returns the lane of a queue; undefined if this program did not write it. */
export const laneOf = (queue: string): Lane | undefined => (queue[1] === ' ' ? lanes[Number(queue[0])] : undefined);

/** The jobs that wait at one place in one lane. */
export interface Band {
  readonly place: string;
  readonly rank: number;
  /** When its first job is due. Epoch milliseconds. */
  readonly due_at: number;
}

/**
 * Keeps the order within a queue. A job is added as `waiting`, even if its queue is busy. When a lease finds a job whose queue is
 * busy, it sets that job to `behind`, where leases do not find it. When a job of a queue comes back or ends, the first one behind
 * becomes `waiting` again. So no lease searches through a long queue, and a job whose queue is not busy costs nothing extra.
 */
export interface Queues {
  /** Returns every band in which a job waits, with one index look-up per band. */
  bands(on: Tx): Promise<readonly Band[]>;
  /** Returns the bands of the jobs of other places that wait for this one. Their `place` is the one that they wait for. */
  bandsElsewhere(on: Tx, place: string): Promise<readonly Band[]>;
  /** Returns the first due time in the band that is later than `until`. */
  nextAfter(on: Tx, band: Band, until: number): Promise<number | undefined>;
  /** Sets the first job behind to `waiting` in each queue of these jobs. */
  callNext(tx: Tx, seqs: readonly number[]): Promise<void>;
  /** Sets the first job behind to `waiting` in every queue. For a start, when nothing is leased. */
  callAll(tx: Tx): Promise<void>;
}

export function makeQueues(): Queues {
  // Two queries instead of one about `(place, rank)`, for which SQLite would walk over every row of the band that it starts from.
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
              .whereRef('next.queue', '=', 'gone.queue')
              .where('next.state', '=', sql.lit('behind'))
              .orderBy('next.due_at')
              .orderBy('next.seq')
              .limit(1)
              .as('first'),
          )
          .where('gone.seq', 'in', list),
      ),
  );
  const nextQueue = prepare<{ queue: string }, { queue: string; seq: number }>((db, at) =>
    db
      .selectFrom('jobs')
      .select(['queue', 'seq'])
      .where('state', '=', sql.lit('behind'))
      .where('queue', '>', at.of('queue'))
      .orderBy('queue')
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
      for (let at: { queue: string; seq: number } | undefined = { queue: '', seq: 0 }; at !== undefined; ) {
        at = (await nextQueue(tx, { queue: at.queue })).rows[0];
        if (at !== undefined) await callNext(tx, [at.seq]);
      }
    },
  };
}
