import { type Kysely, sql } from 'kysely';
import type { InboxItem, KeptItem } from '../../inbox/item.ts';
import type { InboxStore } from '../../inbox/ports.ts';
import { deleteInSteps } from '../shared/delete-in-steps.ts';
import { prepare, prepareList, prepareRows } from '../shared/prepared.ts';
import type { InboxRow, Tables } from '../shared/tables.ts';
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
        .onConflict((conflict) => conflict.column('key').doNothing()),
    ['key', 'kind', 'body', 'state', 'at', 'handled_at', 'code'],
  );
  const fresh = prepare<{ limit: number }, InboxItem & Pick<InboxRow, 'code'>>((on, at) =>
    on
      .selectFrom('inbox')
      .select(['key', 'kind', 'body', 'code'])
      .where('state', '=', sql.lit('new'))
      .orderBy('seq')
      .limit(at.of('limit')),
  );
  const finish = prepareList<string, { now: number }, unknown>((on, list, at) =>
    on
      .updateTable('inbox')
      .set({ state: 'done', body: '', handled_at: at.of('now') })
      .where('key', 'in', list)
      .where('state', '=', 'new'),
  );

  return {
    async keep(items) {
      if (items.length === 0) return 0;
      const at = now();
      // Twice in one batch: the first counts.
      const byKey = new Map<string, InboxItem>();
      for (const item of items) if (!byKey.has(item.key)) byKey.set(item.key, item);
      const rows = [...byKey.values()].map(({ key, kind, body }) => ({
        key,
        kind,
        body,
        state: 'new',
        at,
        handled_at: null,
        code: null,
      }));
      return writeAndTell((tx) => insert(tx, rows));
    },

    async next(limit) {
      const { rows } = await fresh(db, { limit });
      // Why it was parked stays written when it goes back to its line.
      return rows.map(({ code, ...item }): KeptItem => ({ ...item, retried: code !== null }));
    },

    async handled(keys) {
      if (keys.length > 0) await write((tx) => finish(tx, keys, { now: now() }));
    },

    async park(key, code) {
      await write((tx) =>
        tx
          .updateTable('inbox')
          .set({ state: 'parked', code })
          .where('key', '=', key)
          .where('state', '=', 'new')
          .execute(),
      );
    },

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
      // By its arrival: every start tries it again, and none makes it younger.
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
