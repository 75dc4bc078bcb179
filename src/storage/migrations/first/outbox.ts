import { type Kysely, sql } from 'kysely';
import type { DialectFacts } from '../../dialects/dialect.ts';
import { countingKey } from '../counting-key.ts';

/** Jobs, and one index for each question that is asked of them. */
export async function outboxTables(db: Kysely<unknown>, facts: DialectFacts): Promise<void> {
  await countingKey(db.schema.createTable('jobs'), facts)
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('slot', 'text', (c) => c.notNull().unique())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('queue', 'text', (c) => c.notNull())
    .addColumn('place', 'text', (c) => c.notNull())
    .addColumn('rank', 'bigint', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('waits_for', 'text')
    .addColumn('due_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('done_at', 'bigint')
    .addColumn('attempt', 'bigint', (c) => c.notNull().defaultTo(0))
    .addColumn('failures', 'bigint', (c) => c.notNull().defaultTo(0))
    .addColumn('leased_at', 'bigint')
    .addColumn('lease_until', 'bigint')
    .addColumn('first_tried_at', 'bigint')
    .addColumn('once', 'bigint', (c) => c.notNull().defaultTo(0))
    .addColumn('payload', 'text', (c) => c.notNull())
    .addColumn('frozen', 'text')
    .addColumn('code', 'text')
    .addColumn('receipt', 'text')
    .execute();
  const jobIndex = (name: string, columns: readonly string[], where: string) =>
    sql`create index ${sql.id(name)} on jobs (${sql.join(columns.map((column) => sql.id(column)))}) where ${sql.raw(where)}`.execute(
      db,
    );
  await jobIndex('jobs_waiting', ['place', 'rank', 'due_at', 'seq'], "state = 'waiting'");
  await jobIndex('jobs_behind', ['queue', 'due_at', 'seq'], "state = 'behind'");
  await jobIndex('jobs_elsewhere', ['waits_for', 'rank', 'due_at', 'seq'], "state = 'elsewhere'");
  await jobIndex('jobs_collected', ['waits_for', 'seq'], "state = 'collected'");
  await jobIndex('jobs_leased', ['queue', 'lease_until'], "state = 'leased'");
  await jobIndex('jobs_expiry', ['expires_at'], "state in ('waiting', 'behind', 'elsewhere', 'collected')");
  await jobIndex('jobs_aside', ['state', 'seq'], "state in ('held', 'dead', 'parked')");
  await jobIndex('jobs_done', ['done_at'], "state = 'done'");
}
