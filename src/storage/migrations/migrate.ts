import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { DialectFacts } from '../dialects/dialect.ts';
import { StorageRefusal } from '../refusal.ts';
import type { Tables } from '../shared/tables.ts';
import { type MigrationStep, migrationSteps } from './migrations.ts';

/** The table that says which steps were taken. */
const STEPS_TABLE = 'porter_migrations';

export interface MigrationState {
  /** Names of the steps still to take, oldest first. */
  readonly pending: readonly string[];
  /** No step was ever taken. */
  readonly empty: boolean;
}

/** Throws `StorageRefusal` (`newer-database`) when steps were taken that this program does not know. */
export async function migrationState(
  db: Kysely<Tables>,
  steps: Record<string, MigrationStep> = migrationSteps,
): Promise<MigrationState> {
  const tables = await db.introspection.getTables();
  const taken = tables.some(({ name }) => name === STEPS_TABLE)
    ? (await sql<{ name: string }>`select name from ${sql.table(STEPS_TABLE)} order by name`.execute(db)).rows.map(
        ({ name }) => name,
      )
    : [];
  const known = Object.keys(steps).sort();
  const unknown = taken.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new StorageRefusal(
      'newer-database',
      `This database was made by a newer Porter (${unknown.join(', ')}). Install that version again, or restore a backup made before: porter restore FILE.`,
    );
  }
  return { pending: known.filter((name) => !taken.includes(name)), empty: taken.length === 0 };
}

/** Takes every pending step, all in one transaction where the dialect can. Throws what the failing step threw. */
export async function migrate(
  db: Kysely<Tables>,
  facts: DialectFacts,
  steps: Record<string, MigrationStep> = migrationSteps,
): Promise<void> {
  const migrations = Object.fromEntries(
    Object.entries(steps).map(([name, step]): [string, Migration] => [name, { up: (on) => step(on, facts) }]),
  );
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: STEPS_TABLE,
    migrationLockTableName: `${STEPS_TABLE}_lock`,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
