import type { Kysely } from 'kysely';
import type { DialectFacts } from '../../dialects/dialect.ts';
import { countingKey } from '../counting-key.ts';

/** The record of issued tokens, and guests' invitations. */
export async function meetingsTables(db: Kysely<unknown>, facts: DialectFacts): Promise<void> {
  await countingKey(db.schema.createTable('issued_tokens'), facts)
    .addColumn('jti', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('caller', 'text', (c) => c.notNull())
    .addColumn('room', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('moderator', 'bigint', (c) => c.notNull())
    .addColumn('until', 'bigint', (c) => c.notNull())
    .execute();
  // The only index: a game asks for thousands of tokens per second, and each token is written into every index.
  await db.schema.createIndex('issued_tokens_at').on('issued_tokens').columns(['at', 'seq']).execute();

  await db.schema
    .createTable('invitations')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('link_hash', 'text', (c) => c.notNull().unique())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('by', 'text', (c) => c.notNull())
    .addColumn('room', 'text', (c) => c.notNull())
    .addColumn('name', 'text')
    .addColumn('moderator', 'bigint', (c) => c.notNull())
    .addColumn('until', 'bigint', (c) => c.notNull())
    .addColumn('uses', 'bigint')
    .addColumn('used', 'bigint', (c) => c.notNull())
    .addColumn('revoked_at', 'bigint')
    .execute();
  await db.schema.createIndex('invitations_created').on('invitations').columns(['created_at', 'id']).execute();
  await db.schema.createIndex('invitations_until').on('invitations').columns(['until']).execute();
}
