import type { Kysely } from 'kysely';

/** What each notice and edit said, as a fingerprint: whether another edit would say anything new is known after a restart too. */
export async function shownTexts(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('posted_events').addColumn('fingerprint', 'text').execute();
}
