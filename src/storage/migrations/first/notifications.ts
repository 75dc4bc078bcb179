import type { Kysely } from 'kysely';
import type { DialectFacts } from '../../dialects/dialect.ts';

/**
 * What senders called their requests, so that a repeated one is recognised, what was said lately, what was folded, the messages that
 * may be changed in place, which events are remarks, and which messages tell of what parts announced. The deliveries are jobs.
 */
export async function notificationsTables(db: Kysely<unknown>, { countingKey }: DialectFacts): Promise<void> {
  await db.schema
    .createTable('request_keys')
    .addColumn('name', 'text', (c) => c.primaryKey().notNull())
    .addColumn('digest', 'text', (c) => c.notNull())
    .addColumn('ids', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('request_keys_at').on('request_keys').columns(['at']).execute();

  // No other index: they are written one behind the other, see `said.ts`.
  await db.schema
    .createTable('said')
    .addColumn('seq', countingKey.type, (c) => c.primaryKey().notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('until', 'bigint', (c) => c.notNull())
    .addColumn('forgotten', 'bigint', (c) => c.notNull())
    .addColumn('first', 'text', (c) => c.notNull())
    .addColumn('round', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('folded')
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('until', 'bigint', (c) => c.notNull())
    .addColumn('count', 'bigint', (c) => c.notNull())
    .addColumn('first', 'text', (c) => c.notNull())
    .addColumn('titles', 'text', (c) => c.notNull())
    .addColumn('told', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('folded_name', ['name', 'until'])
    .execute();
  await db.schema
    .createTable('remarks')
    .addColumn('event_id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('room_id', 'text', (c) => c.notNull())
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('remarks_address').on('remarks').columns(['channel', 'address']).execute();
  await db.schema.createIndex('remarks_at').on('remarks').columns(['at']).execute();

  await db.schema
    .createTable('announced_messages')
    .addColumn('name', 'text', (c) => c.primaryKey().notNull())
    .addColumn('origin', 'text', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('announced_messages_at').on('announced_messages').columns(['at']).execute();

  await db.schema.createIndex('folded_until').on('folded').columns(['until']).execute();

  await db.schema
    .createTable('shown_messages')
    .addColumn('name', 'text', (c) => c.primaryKey().notNull())
    .addColumn('messages', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('shown_messages_at').on('shown_messages').columns(['at']).execute();

  await db.schema
    .createTable('told_in_digests')
    .addColumn('name', 'text', (c) => c.primaryKey().notNull())
    .addColumn('open', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('told_in_digests_at').on('told_in_digests').columns(['at']).execute();
}
