import { nextOf } from '../shared/counters.ts';
import { prepare, prepareRows } from '../shared/prepared.ts';
import type { SaidRow } from '../shared/rows/notifications.ts';
import type { Tx } from '../shared/write.ts';
import { makeRecentNames, type RecentNames } from './recent-names.ts';

/** How many different notifications are remembered at least; see `RecentNames`. */
const REMEMBERED = 250_000;
/** Rows that are read at once. */
const PAGE = 10_000;

/** A time in which a notification that says the same is counted. */
export type SaidTime = Omit<SaidRow, 'seq'>;

/** What was said lately, for one transaction. */
export interface SaidHere {
  /** The newest time of this name, whether it lasts or ended not long ago; undefined if there is none. */
  newest(name: string): Promise<SaidTime | undefined>;
  begin(time: SaidTime): void;
  /** Writes what began. */
  keep(): Promise<void>;
}

/**
 * Opens what was said lately. Whoever does so is alone with it until the transaction ends, also beside other processes.
 *
 * @param most how many times may begin; 0 touches nothing
 * @param at epoch milliseconds
 */
export type OpenSaid = (tx: Tx, most: number, at: number) => Promise<SaidHere>;

/** Where nothing may be counted with what was said before. */
const nothingSaid: SaidHere = { newest: async () => undefined, begin: () => undefined, keep: async () => undefined };

/**
 * The rows are written one behind the other and found by a memory of this process, because an index of the names would be dirtied at
 * another page by each new one, which was half of what it costs to accept a notification. The memory is never ahead of
 * the database: it learns each row by reading it, those of this process too, so nothing has to be taken back with a transaction.
 */
export function makeOpenSaid(names: RecentNames = makeRecentNames(REMEMBERED)): OpenSaid {
  const rowOf = prepare<{ seq: number }, SaidRow>((on, at) =>
    on.selectFrom('said').selectAll().where('seq', '=', at.of('seq')),
  );
  const page = prepare<{ after: number; until: number; at: number }, Pick<SaidRow, 'seq' | 'name'>>((on, at) =>
    on
      .selectFrom('said')
      .select(['seq', 'name'])
      .where('seq', '>', at.of('after'))
      .where('seq', '<=', at.of('until'))
      .where('forgotten', '>', at.of('at'))
      .orderBy('seq')
      .limit(PAGE),
  );
  const insert = prepareRows<{ [Column in keyof SaidRow]: SaidRow[Column] }>(
    (on, rows) => on.insertInto('said').values([...rows]),
    ['seq', 'name', 'until', 'forgotten', 'first', 'round'],
  );
  /** Every row up to this number was read. */
  let read = 0;

  async function readUntil(tx: Tx, until: number, at: number): Promise<void> {
    // The tables were put back to an older state under this process.
    if (until < read) {
      names.clear();
      read = 0;
    }
    let after = Math.max(read, until - 2 * REMEMBERED);
    for (let more = true; more; ) {
      const { rows } = await page(tx, { after, until, at });
      for (const { seq, name } of rows) names.remember(name, seq);
      after = rows.at(-1)?.seq ?? until;
      more = rows.length === PAGE;
    }
    read = until;
  }

  return async (tx, most, at) => {
    if (most === 0) return nothingSaid;
    // The counter is locked until the end, so the numbers are in the order of the commits, and nobody else begins the same meanwhile.
    const last = await nextOf(tx, 'said', most);
    const before = last - most;
    await readUntil(tx, before, at);
    const begun = new Map<string, SaidTime>();
    const rows: SaidRow[] = [];
    return {
      async newest(name) {
        const here = begun.get(name);
        if (here !== undefined) return here;
        const seq = names.find(name);
        if (seq === undefined) return undefined;
        const [row] = (await rowOf(tx, { seq })).rows;
        return row?.name === name ? row : undefined;
      },
      begin(time) {
        begun.set(time.name, time);
        rows.push({ seq: before + rows.length + 1, ...time });
      },
      async keep() {
        await insert(tx, rows);
      },
    };
  };
}
