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
    .addColumn('subject_kind', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('by', 'text', (c) => c.notNull())
    .addColumn('what', 'text', (c) => c.notNull())
    .addColumn('cause', 'text')
    .addColumn('document', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('audit_subject').on('audit').columns(['subject_kind', 'subject', 'seq']).execute();
  // Few rows have a cause, and the others should not pay for the index.
  await db.schema.createIndex('audit_cause').on('audit').column('cause').where('cause', 'is not', null).execute();
}
