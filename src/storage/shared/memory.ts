import type { Kysely } from 'kysely';
import type { Ids } from '../../kernel/ids.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import type { MetaStore } from '../storage.ts';
import { nextOf } from './counters.ts';
import type { Tables } from './tables.ts';
import type { Tx, Write } from './write.ts';

/** Facts about the database and facts that features remember share a table; the prefix keeps them apart. */
const NOTE = 'note.';
type MetaName =
  | 'meta.server-name'
  | 'meta.instance'
  | 'meta.key-check'
  | 'meta.new-round'
  | 'meta.touched'
  | 'meta.tables';

/** As `MemoryStore.recall`, with the prefix; `db` may be a transaction. */
const readMemory = async (db: Kysely<Tables>, name: string): Promise<string | undefined> =>
  (await db.selectFrom('memory').select('value').where('name', '=', name).executeTakeFirst())?.value;

/** The homeserver's name that this database belongs to; `db` may be a transaction. */
export const readServerName = (db: Kysely<Tables>): Promise<string | undefined> => readMemory(db, 'meta.server-name');

export async function setMemory(tx: Tx, name: MetaName | `note.${string}`, value: string): Promise<void> {
  await tx
    .insertInto('memory')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

export interface MemoryParts {
  readonly db: Kysely<Tables>;
  readonly write: Write;
}

export function makeMemoryStore({ db, write }: MemoryParts): MemoryStore {
  return {
    recall: (name) => readMemory(db, `${NOTE}${name}`),
    remember: (name, value) => write((tx) => setMemory(tx, `note.${name}`, value)),
  };
}

export function makeMetaStore({ db, write, ids }: MemoryParts & { readonly ids: Ids }): MetaStore {
  const get = (name: MetaName) => readMemory(db, name);
  const set = (name: MetaName, value: string) => write((tx) => setMemory(tx, name, value));

  return {
    serverName: () => readServerName(db),
    setServerName: (name) => set('meta.server-name', name),

    async instanceId() {
      const known = await get('meta.instance');
      if (known !== undefined) return known;
      await write((tx) =>
        tx
          .insertInto('memory')
          .values({ name: 'meta.instance', value: ids.random(16).toString('hex') })
          .onConflict((conflict) => conflict.column('name').doNothing())
          .execute(),
      );
      const made = await get('meta.instance');
      if (made === undefined) throw new Error('the instance id was not kept');
      return made;
    },

    async epoch() {
      const row = await db.selectFrom('counters').select('value').where('name', '=', 'epoch').executeTakeFirst();
      return row?.value ?? 1;
    },

    keyCheck: () => get('meta.key-check'),
    setKeyCheck: (value) => set('meta.key-check', value),

    pendingNewRound: async () => (await get('meta.new-round')) === '1',
    clearPendingNewRound: () => set('meta.new-round', '0'),
  };
}

/** Begins the next epoch. No token that was given out so far can be derived any more. */
export async function raiseEpoch(tx: Tx): Promise<void> {
  await tx
    .insertInto('counters')
    .values({ name: 'epoch', value: 1 })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  await nextOf(tx, 'epoch');
}
