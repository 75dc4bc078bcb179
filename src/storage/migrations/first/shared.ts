import type { Kysely } from 'kysely';
import type { DialectFacts } from '../../dialects/dialect.ts';
import { countingKey } from '../counting-key.ts';

/** What every part may use: small facts, numbers that are given out once, the audit log. */
export async function sharedTables(db: Kysely<unknown>, facts: DialectFacts): Promise<void> {
  await db.schema
    .createTable('memory')
    .addColumn('name', 'text', (c) => c.primaryKey().notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('counters')
    .addColumn('name', 'text', (c) => c.primaryKey().notNull())
    .addColumn('value', 'bigint', (c) => c.notNull())
    .execute();

  await countingKey(db.schema.createTable('audit'), facts)
    .addColumn('application_id', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('by', 'text', (c) => c.notNull())
    .addColumn('what', 'text', (c) => c.notNull())
    .addColumn('detail', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('audit_application').on('audit').columns(['application_id', 'seq']).execute();
}
