import type { Kysely } from 'kysely';
import type { DialectFacts } from '../dialects/dialect.ts';
import { countingKey } from './counting-key.ts';

/** Which mail domains corrected addresses aimed at, for the cap per domain. */
export async function corrections(db: Kysely<unknown>, facts: DialectFacts): Promise<void> {
  await countingKey(db.schema.createTable('corrections'), facts)
    .addColumn('email_domain', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('corrections_domain').on('corrections').columns(['email_domain', 'at']).execute();
  await db.schema.createIndex('corrections_at').on('corrections').columns(['at']).execute();
}
