import type { Folded, FreshNotification } from '../../notifications/ports/accepting.ts';
import { MOST_TITLES } from '../../notifications/settings.ts';
import type { NewJob } from '../../outbox/job.ts';
import { prepare } from '../shared/prepared.ts';
import type { FoldedRow } from '../shared/rows/notifications.ts';
import type { Tx } from '../shared/write.ts';
import type { SaidHere, SaidTime } from './said.ts';

/** What becomes of one notification. */
export interface Fate {
  /** Its own id, that of the one that says the same, or that of the first that is shown together with it. */
  readonly id: string;
  /** Its deliveries, or the job that tells of it later. */
  readonly jobs: readonly NewJob[];
}

type Counted = Pick<FoldedRow, 'name' | 'until' | 'count' | 'first'> & { readonly more: number };

/** Counts notifications that say the same, and those of one stream in one minute. */
export function makeFold() {
  const count = prepare<Counted, FoldedRow>((on, at) =>
    on
      .insertInto('folded')
      .values({
        ...{ name: at.of('name'), until: at.of('until'), count: at.of('count'), first: at.of('first') },
        titles: '[]',
        told: 0,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['name', 'until'])
          .doUpdateSet((eb) => ({ count: eb('folded.count', '+', at.of('more')) }))
          // What has been told takes no more: whoever were counted into it would never be told of.
          .where('folded.told', '=', 0),
      )
      .returningAll(),
  );
  const keepTitles = prepare<Pick<FoldedRow, 'name' | 'until' | 'first' | 'titles'>, unknown>((on, at) =>
    on
      .updateTable('folded')
      .set({ first: at.of('first'), titles: at.of('titles') })
      .where('name', '=', at.of('name'))
      .where('until', '=', at.of('until')),
  );
  const close = prepare<Pick<FoldedRow, 'name' | 'until'>, FoldedRow>((on, at) =>
    on
      .updateTable('folded')
      .set({ told: 1 })
      .where('name', '=', at.of('name'))
      .where('until', '=', at.of('until'))
      .returningAll(),
  );
  const counted = prepare<Pick<FoldedRow, 'name' | 'until'>, FoldedRow>((on, at) =>
    on.selectFrom('folded').selectAll().where('name', '=', at.of('name')).where('until', '=', at.of('until')),
  );

  /** Counts it as one that says the same; undefined if it is the first for a while and has to be delivered. */
  async function countSame(
    tx: Tx,
    said: SaidHere,
    { id, same }: FreshNotification,
    at: number,
  ): Promise<Fate | undefined> {
    if (same === undefined) return undefined;
    const { name, window, tell } = same;
    const before = await said.newest(name);
    // The first is counted with the second, so that what comes once has no row here.
    const countOne = async (until: number, first: string): Promise<boolean> =>
      (await count(tx, { name, until, count: 2, more: 1, first })).rows.length > 0;
    // A time that lies far ahead began before the clock was set back: nobody is to wait for its end.
    const isNear = before !== undefined && at >= before.until - 2 * window;
    if (isNear && at < before.until) {
      const { first, round, until } = before;
      if (await countOne(until, first))
        return { id: first, jobs: [tell({ first, round, since: until - window, until })] };
    }
    const until = at + window;
    const forgotten = until + window;
    // It kept coming until just now, so it is still the same story, and only its number is told.
    if (
      isNear &&
      at < before.until + window &&
      (await wasRepeated(tx, before)) &&
      (await countOne(until, before.first))
    ) {
      const { first } = before;
      const round = before.round + 1;
      said.begin({ name, until, forgotten, first, round });
      return { id: first, jobs: [tell({ first, round, since: at, until })] };
    }
    said.begin({ name, until, forgotten, first: id, round: 0 });
    return undefined;
  }

  const wasRepeated = async (tx: Tx, { name, until }: SaidTime): Promise<boolean> =>
    (await counted(tx, { name, until })).rows.length > 0;

  /** Counts it in its stream; undefined if it is not too much. */
  async function countFlood(tx: Tx, { id, flood }: FreshNotification): Promise<Fate | undefined> {
    if (flood === undefined) return undefined;
    const { name, most, until, title, tell } = flood;
    const [row] = (await count(tx, { name, until, count: 1, more: 1, first: id })).rows;
    if (row === undefined || row.count <= most) return undefined;
    const titles = titlesOf(row);
    // The first that is folded gives its id to all that are shown together with it.
    const first = titles.length === 0 ? id : row.first;
    if (titles.length < MOST_TITLES) {
      await keepTitles(tx, { name, until, first, titles: JSON.stringify([...titles, title]) });
    }
    return { id: first, jobs: [tell(first)] };
  }

  return {
    /** Decides what becomes of a notification, and counts it. */
    async decide(tx: Tx, said: SaidHere, fresh: FreshNotification, at: number): Promise<Fate> {
      const folded = (await countSame(tx, said, fresh, at)) ?? (await countFlood(tx, fresh));
      return folded ?? { id: fresh.id, jobs: fresh.jobs };
    },

    /** What was counted. From now on nothing more is. */
    async close(tx: Tx, name: string, until: number): Promise<Folded> {
      const [row] = (await close(tx, { name, until })).rows;
      return { count: row?.count ?? 0, titles: row === undefined ? [] : titlesOf(row) };
    },
  };
}

/** The cast is safe: only this file writes titles. */
const titlesOf = ({ titles }: FoldedRow): readonly string[] => JSON.parse(titles) as string[];
