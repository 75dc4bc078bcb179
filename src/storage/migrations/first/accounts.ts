import type { Kysely } from 'kysely';
import type { DialectFacts } from '../../dialects/dialect.ts';

/** The accounts that Porter keeps, their passwords and addresses, and the words by which their names are found. */
export async function accountsTables(db: Kysely<unknown>, { textByBytes }: DialectFacts): Promise<void> {
  await db.schema
    .createTable('accounts')
    .addColumn('localpart', textByBytes, (c) => c.primaryKey().notNull())
    .addColumn('display_name', 'text')
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('by_name', 'bigint', (c) => c.notNull())
    .addColumn('by_address', 'bigint', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('seen_at', 'bigint')
    .execute();

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
  await db.schema.createIndex('third_party_ids_localpart').on('third_party_ids').columns(['localpart']).execute();

  await db.schema
    .createTable('account_words')
    .addColumn('word', textByBytes, (c) => c.notNull())
    .addColumn('localpart', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('account_words_word', ['word', 'localpart'])
    .execute();
  await db.schema.createIndex('account_words_localpart').on('account_words').columns(['localpart']).execute();
}
