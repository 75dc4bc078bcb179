import { type Kysely, sql } from 'kysely';
import type { InboxItem, KeptItem } from '../../inbox/item.ts';
import type { InboxStore } from '../../inbox/ports.ts';
import { NO_HANDLER } from '../../outbox/ports/job-store.ts';
import { deleteInSteps } from '../shared/delete-in-steps.ts';
import { prepare, prepareList, prepareRows } from '../shared/prepared.ts';
import type { InboxRow } from '../shared/rows/inbox.ts';
import type { Tables } from '../shared/tables.ts';
import type { Writer } from '../shared/write.ts';

type FreshItem = Omit<InboxRow, 'seq'>;

export function makeInboxStore({
  db,
  write,
  writeAndTell,
  now,
}: Writer & { readonly db: Kysely<Tables>; readonly now: () => number }): InboxStore {
  const insert = prepareRows<{ [Column in keyof FreshItem]: FreshItem[Column] }>(
    (on, rows) =>
      on
        .insertInto('inbox')
        .values([...rows])
        .onConflict((conflict) => conflict.columns(['source', 'key']).doNothing()),
    ['source', 'key', 'body', 'state', 'at', 'handled_at', 'code'],
  );
  const fresh = prepare<{ source: string; limit: number }, InboxItem & Pick<InboxRow, 'code'>>((on, at) =>
    on
      .selectFrom('inbox')
      .select(['source', 'key', 'body', 'code'])
      .where('state', '=', sql.lit('new'))
      .where('source', '=', at.of('source'))
      .orderBy('seq')
      .limit(at.of('limit')),
  );
  const finish = prepareList<string, { source: string; now: number }, unknown>((on, list, at) =>
    on
      .updateTable('inbox')
      .set({ state: 'done', body: '', handled_at: at.of('now') })
      .where('source', '=', at.of('source'))
      .where('key', 'in', list)
      .where('state', '=', 'new'),
  );

  return {
    async keep(items) {
      if (items.length === 0) return 0;
      const at = now();
      // Of items with the same key in one batch, the first counts.
      const distinct = new Map<string, InboxItem>();
      for (const item of items) {
        const name = JSON.stringify([item.source, item.key]);
        if (!distinct.has(name)) distinct.set(name, item);
      }
      const rows = [...distinct.values()].map(({ source, key, body }) => ({
        source,
        key,
        body,
        state: 'new',
        at,
        handled_at: null,
        code: null,
      }));
      return writeAndTell((tx) => insert(tx, rows));
    },

    async next(source, limit) {
      const { rows } = await fresh(db, { source, limit });
      // An item that was parked keeps its code when it waits again.
      return rows.map(({ code, ...item }): KeptItem => ({ ...item, retried: code !== null && code !== NO_HANDLER }));
    },

    async handled(source, keys) {
      if (keys.length > 0) await write((tx) => finish(tx, keys, { source, now: now() }));
    },

    async park(source, key, code) {
      await write((tx) =>
        tx
          .updateTable('inbox')
          .set({ state: 'parked', code })
          .where('source', '=', source)
          .where('key', '=', key)
          .where('state', '=', 'new')
          .execute(),
      );
    },

    parkOthers: (sources, code) =>
      write(async (tx) => {
        let query = tx.updateTable('inbox').set({ state: 'parked', code }).where('state', '=', sql.lit('new'));
        if (sources.length > 0) query = query.where('source', 'not in', sources);
        const { numUpdatedRows } = await query.executeTakeFirst();
        return Number(numUpdatedRows);
      }),

    retryParked: () =>
      writeAndTell(async (tx) => {
        const { numUpdatedRows } = await tx
          .updateTable('inbox')
          .set({ state: 'new' })
          .where('state', '=', 'parked')
          .executeTakeFirst();
        return Number(numUpdatedRows);
      }),

    async counts() {
      const count = async (state: 'new' | 'parked') => {
        const { n } = await db
          .selectFrom('inbox')
          .select(({ fn }) => fn.countAll<number>().as('n'))
          .where('state', '=', sql.lit(state))
          .executeTakeFirstOrThrow();
        return n;
      };
      return { waiting: await count('new'), parked: await count('parked') };
    },

    async tidy({ handledBefore, parkedBefore }) {
      // The age counts from arrival: that every start tries it again does not make it younger.
      await write((tx) =>
        tx
          .updateTable('inbox')
          .set({ state: 'done', body: '', handled_at: now() })
          .where('state', '=', sql.lit('parked'))
          .where('at', '<', parkedBefore)
          .execute(),
      );
      const old = db
        .selectFrom('inbox')
        .select('seq')
        .where('state', '=', sql.lit('done'))
        .where('handled_at', '<', handledBefore);
      await deleteInSteps((step) =>
        write((tx) => tx.deleteFrom('inbox').where('seq', 'in', old.limit(step)).executeTakeFirst()),
      );
    },
  };
}
