import type { Kysely } from 'kysely';
import type { DialectFacts } from '../../dialects/dialect.ts';
import { FINDABLE } from '../../dialects/name-index.ts';
import { countingKey } from '../counting-key.ts';

/** The accounts that Porter keeps, their passwords and addresses. The index of their names is made at each start: `NameIndex`. */
export async function accountsTables(db: Kysely<unknown>, facts: DialectFacts): Promise<void> {
  const { textByBytes } = facts;
  await countingKey(db.schema.createTable('accounts'), facts)
    .addColumn('localpart', textByBytes, (c) => c.notNull().unique())
    .addColumn('display_name', 'text')
    .addColumn('comparable_name', textByBytes, (c) => c.notNull())
    .addColumn('comparable_localpart', textByBytes, (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('by_name', 'bigint', (c) => c.notNull())
    .addColumn('by_address', 'bigint', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('seen_at', 'bigint')
    .addColumn('application_id', 'text', (c) => c.unique())
    .execute();
  for (const column of ['comparable_name', 'comparable_localpart'] as const)
    await db.schema.createIndex(`accounts_${column}`).on('accounts').columns([column]).where(FINDABLE).execute();

  await db.schema
    .createTable('credentials')
    .addColumn('localpart', 'text', (c) => c.primaryKey().notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('set_at', 'bigint', (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('third_party_ids')
    .addColumn('medium', 'text', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('localpart', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('third_party_ids_address', ['medium', 'address'])
    .execute();
  await db.schema
    .createTable('password_links')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('localpart', 'text')
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('address_hash', 'text')
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('asked_at', 'bigint', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.unique())
    .addColumn('valid_until', 'bigint')
    .addColumn('used_at', 'bigint')
    .execute();
  await db.schema.createIndex('password_links_localpart').on('password_links').columns(['localpart']).execute();
  await db.schema.createIndex('password_links_asked').on('password_links').columns(['purpose', 'asked_at']).execute();
  await db.schema
    .createIndex('password_links_address')
    .on('password_links')
    .columns(['address_hash', 'purpose', 'asked_at'])
    .execute();

  await db.schema
    .createTable('address_changes')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('localpart', 'text', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('address_hash', 'text', (c) => c.notNull())
    .addColumn('replaces', 'text')
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('asked_at', 'bigint', (c) => c.notNull())
    .addColumn('letter', 'bigint', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.unique())
    .addColumn('valid_until', 'bigint')
    .addColumn('ended_as', 'text')
    .addColumn('ended_at', 'bigint')
    .execute();
  await db.schema.createIndex('address_changes_localpart').on('address_changes').columns(['localpart']).execute();
  await db.schema.createIndex('address_changes_asked').on('address_changes').columns(['asked_at']).execute();
  await db.schema
    .createIndex('address_changes_address')
    .on('address_changes')
    .columns(['address_hash', 'asked_at'])
    .execute();

  await db.schema.createIndex('third_party_ids_localpart').on('third_party_ids').columns(['localpart']).execute();
}
