import type { Kysely } from 'kysely';

/** Browsers in which people are signed in to their account page. */
export async function signInTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sign_in_sessions')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('secret_hash', 'text', (c) => c.notNull().unique())
    .addColumn('localpart', 'text', (c) => c.notNull())
    .addColumn('began_at', 'bigint', (c) => c.notNull())
    .addColumn('password_set_at', 'bigint', (c) => c.notNull())
    .addColumn('used_at', 'bigint', (c) => c.notNull())
    .addColumn('agent', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('sign_in_sessions_localpart').on('sign_in_sessions').columns(['localpart']).execute();
}
