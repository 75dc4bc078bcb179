import { type Kysely, sql } from 'kysely';
import type { DialectFacts } from '../../dialects/dialect.ts';
import { countingKey } from '../counting-key.ts';

/** Items from outside, kept before the response goes out. */
export async function inboxTables(db: Kysely<unknown>, facts: DialectFacts): Promise<void> {
  await countingKey(db.schema.createTable('inbox'), facts)
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('handled_at', 'bigint')
    .addColumn('code', 'text')
    .addUniqueConstraint('inbox_item', ['source', 'key'])
    .execute();
  await sql`create index inbox_new on inbox (source, seq) where state = 'new'`.execute(db);
  await sql`create index inbox_handled on inbox (handled_at) where state = 'done'`.execute(db);
  await sql`create index inbox_parked on inbox (seq) where state = 'parked'`.execute(db);
}
