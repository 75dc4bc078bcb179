import type { Kysely } from 'kysely';
import type { OpenDialect } from './dialects/dialect.ts';
import { StorageRefusal } from './refusal.ts';
import { setMemory } from './shared/memory.ts';
import type { Tables } from './shared/tables.ts';

const NAME = 'meta.tables';

const remembered = async (db: Kysely<Tables>): Promise<string | undefined> =>
  (await db.selectFrom('memory').select('value').where('name', '=', NAME).executeTakeFirst())?.value;

/**
 * Refuses a database whose tables another program put back from a copy, because it knows nothing of what has happened since, until
 * `porter restore --database-restored` has made the corrections. Does nothing where the database cannot tell. Throws `StorageRefusal`.
 */
export async function assertNotPutBack(db: Kysely<Tables>, opened: OpenDialect): Promise<void> {
  if (opened.tables === undefined) return;
  const before = await remembered(db);
  if (before === undefined || before === (await opened.tables())) return;
  throw new StorageRefusal(
    'put-back',
    'The tables of this database were put back from a dump, or copied, since Porter last ran on it: it would send letters again, and old links would be good again.',
    undefined,
    'First: porter restore --database-restored',
  );
}

/** Remembers which tables these are, as their owner. Writes only what has changed. */
export async function rememberTables(db: Kysely<Tables>, opened: OpenDialect): Promise<void> {
  if (opened.tables === undefined) return;
  const there = await opened.tables();
  if ((await remembered(db)) === there) return;
  await db.transaction().execute((tx) => setMemory(tx, NAME, there));
}
