import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import type { DialectFacts } from '../dialects/dialect.ts';

/** The first tables: applications and what belongs to them, votes, outbox, inbox. */
export async function door(db: Kysely<unknown>, { countingKey }: DialectFacts): Promise<void> {
  // AUTOINCREMENT: a number is never given out twice, also after the newest row was deleted.
  const seq = <Name extends string>(table: CreateTableBuilder<Name, never>) =>
    countingKey === 'autoincrement'
      ? table.addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
      : table.addColumn('seq', 'bigint', (column) => column.primaryKey().generatedByDefaultAsIdentity());

  await db.schema
    .createTable('applications')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('short_id', 'bigint', (c) => c.notNull().unique())
    .addColumn('version', 'bigint', (c) => c.notNull())
    .addColumn('stage', 'text', (c) => c.notNull())
    .addColumn('entry', 'bigint', (c) => c.notNull())
    .addColumn('round', 'bigint', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('since', 'bigint', (c) => c.notNull())
    .addColumn('localpart', 'text', (c) => c.notNull())
    .addColumn('address_hash', 'text', (c) => c.notNull())
    .addColumn('email_domain', 'text', (c) => c.notNull())
    .addColumn('document', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('applications_stage').on('applications').columns(['stage', 'short_id']).execute();
  await db.schema.createIndex('applications_created').on('applications').columns(['created_at']).execute();
  await db.schema
    .createIndex('applications_domain')
    .on('applications')
    .columns(['email_domain', 'created_at'])
    .execute();

  await db.schema
    .createTable('claims')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .addColumn('application_id', 'text', (c) => c.notNull().references('applications.id'))
    .addColumn('until', 'bigint')
    .addPrimaryKeyConstraint('claims_key', ['kind', 'value'])
    .execute();
  await db.schema.createIndex('claims_application').on('claims').columns(['application_id']).execute();

  await db.schema
    .createTable('proofs')
    .addColumn('application_id', 'text', (c) => c.primaryKey().notNull().references('applications.id'))
    .addColumn('codes', 'text', (c) => c.notNull())
    .addColumn('next_issue', 'bigint', (c) => c.notNull())
    .addColumn('wrong', 'bigint', (c) => c.notNull())
    .addColumn('asked', 'text', (c) => c.notNull())
    .addColumn('mail', 'text', (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('links')
    .addColumn('hash', 'text', (c) => c.primaryKey().notNull())
    .addColumn('application_id', 'text', (c) => c.notNull().references('applications.id'))
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('issue', 'bigint', (c) => c.notNull())
    .addColumn('valid_until', 'bigint', (c) => c.notNull())
    .addColumn('used_at', 'bigint')
    .addColumn('void', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('links_application').on('links').columns(['application_id', 'purpose']).execute();

  await seq(db.schema.createTable('letters'))
    .addColumn('address_hash', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('letters_address').on('letters').columns(['address_hash', 'at']).execute();
  await db.schema.createIndex('letters_at').on('letters').columns(['at']).execute();

  await seq(db.schema.createTable('audit'))
    .addColumn('application_id', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('by', 'text', (c) => c.notNull())
    .addColumn('what', 'text', (c) => c.notNull())
    .addColumn('detail', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('audit_application').on('audit').columns(['application_id', 'seq']).execute();

  await db.schema
    .createTable('reactions')
    .addColumn('event_id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('room_id', 'text', (c) => c.notNull())
    .addColumn('target', 'text', (c) => c.notNull())
    .addColumn('sender', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('redacted_at', 'bigint')
    .execute();
  await db.schema.createIndex('reactions_target').on('reactions').columns(['target']).execute();

  await seq(db.schema.createTable('posted_events'))
    .addColumn('event_id', 'text', (c) => c.notNull().unique())
    .addColumn('room_id', 'text', (c) => c.notNull())
    .addColumn('application_id', 'text')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('round', 'bigint', (c) => c.notNull())
    .addColumn('job_id', 'text', (c) => c.notNull().unique())
    .addColumn('version', 'bigint', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('posted_application')
    .on('posted_events')
    .columns(['application_id', 'round', 'kind', 'seq'])
    .execute();
  await db.schema.createIndex('posted_kind').on('posted_events').columns(['room_id', 'kind', 'seq']).execute();

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

  await seq(db.schema.createTable('jobs'))
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('slot', 'text', (c) => c.notNull().unique())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('line', 'text', (c) => c.notNull())
    .addColumn('place', 'text', (c) => c.notNull())
    .addColumn('rank', 'bigint', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('due_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('done_at', 'bigint')
    .addColumn('attempt', 'bigint', (c) => c.notNull().defaultTo(0))
    .addColumn('failures', 'bigint', (c) => c.notNull().defaultTo(0))
    .addColumn('leased_at', 'bigint')
    .addColumn('lease_until', 'bigint')
    .addColumn('first_tried_at', 'bigint')
    .addColumn('after_key', 'text')
    .addColumn('once', 'bigint', (c) => c.notNull().defaultTo(0))
    .addColumn('payload', 'text', (c) => c.notNull())
    .addColumn('frozen', 'text')
    .addColumn('code', 'text')
    .execute();
  const jobIndex = (name: string, columns: readonly string[], where: string) =>
    sql`create index ${sql.id(name)} on jobs (${sql.join(columns.map((column) => sql.id(column)))}) where ${sql.raw(where)}`.execute(
      db,
    );
  await jobIndex('jobs_waiting', ['place', 'rank', 'due_at', 'seq'], "state = 'waiting'");
  await jobIndex('jobs_behind', ['line', 'due_at', 'seq'], "state = 'behind'");
  await jobIndex('jobs_leased', ['line', 'lease_until'], "state = 'leased'");
  await jobIndex('jobs_after', ['after_key'], 'after_key is not null');
  await jobIndex('jobs_expiry', ['expires_at'], "state in ('waiting', 'behind', 'blocked')");
  await jobIndex('jobs_aside', ['state', 'seq'], "state in ('blocked', 'held', 'dead', 'parked')");
  await jobIndex('jobs_done', ['done_at'], "state = 'done'");

  await seq(db.schema.createTable('inbox'))
    .addColumn('key', 'text', (c) => c.notNull().unique())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('handled_at', 'bigint')
    .addColumn('code', 'text')
    .execute();
  await sql`create index inbox_new on inbox (seq) where state = 'new'`.execute(db);
  await sql`create index inbox_handled on inbox (handled_at) where state = 'done'`.execute(db);
  await sql`create index inbox_parked on inbox (seq) where state = 'parked'`.execute(db);
}
