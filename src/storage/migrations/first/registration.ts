import type { Kysely } from 'kysely';
import type { DialectFacts } from '../../dialects/dialect.ts';
import { countingKey } from '../counting-key.ts';

/** Applications and what belongs to them, votes, and what was posted in the team room. */
export async function registrationTables(db: Kysely<unknown>, facts: DialectFacts): Promise<void> {
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
    .addColumn('team_at', 'bigint')
    .addColumn('team_domain', 'text')
    .addColumn('document', 'text', (c) => c.notNull())
    .execute();
  // These two hold all that the caps count, because the documents beside are large.
  await db.schema
    .createIndex('applications_team')
    .on('applications')
    .columns(['team_at', 'created_at', 'team_domain'])
    .execute();
  await db.schema.createIndex('applications_stage').on('applications').columns(['stage', 'short_id']).execute();
  await db.schema.createIndex('applications_created').on('applications').columns(['created_at']).execute();
  await db.schema
    .createIndex('applications_domain')
    .on('applications')
    .columns(['email_domain', 'team_at', 'created_at'])
    .execute();

  await db.schema
    .createTable('claims')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .addColumn('application_id', 'text', (c) => c.notNull().references('applications.id'))
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
    .createTable('chosen_passwords')
    .addColumn('application_id', 'text', (c) => c.primaryKey().notNull().references('applications.id'))
    .addColumn('hash', 'text', (c) => c.notNull())
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

  await countingKey(db.schema.createTable('letters'), facts)
    .addColumn('address_hash', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('letters_address').on('letters').columns(['address_hash', 'at']).execute();
  await db.schema.createIndex('letters_at').on('letters').columns(['at']).execute();

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

  await countingKey(db.schema.createTable('posted_events'), facts)
    .addColumn('event_id', 'text', (c) => c.notNull().unique())
    .addColumn('room_id', 'text', (c) => c.notNull())
    .addColumn('application_id', 'text')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('round', 'bigint', (c) => c.notNull())
    .addColumn('job_id', 'text', (c) => c.notNull().unique())
    .addColumn('version', 'bigint', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    // Fingerprint of what the notice or edit says, so that Porter edits nothing without a change, also after a restart.
    .addColumn('fingerprint', 'text')
    // When a live notice was found removed that is not posted again yet.
    .addColumn('removed_at', 'bigint')
    .execute();
  await db.schema
    .createIndex('posted_application')
    .on('posted_events')
    .columns(['application_id', 'round', 'kind', 'seq'])
    .execute();
  await db.schema.createIndex('posted_kind').on('posted_events').columns(['room_id', 'kind', 'seq']).execute();

  await countingKey(db.schema.createTable('corrections'), facts)
    .addColumn('email_domain', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('corrections_domain').on('corrections').columns(['email_domain', 'at']).execute();
  await db.schema.createIndex('corrections_at').on('corrections').columns(['at']).execute();
}
