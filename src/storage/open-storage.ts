import { Kysely } from 'kysely';
import { assembleStorage } from './assemble-storage.ts';
import { databaseAt, type StorageLocation } from './dialects/dialects.ts';
import { migrate, migrationState } from './migrations/migrate.ts';
import { type MigrationStep, migrationSteps } from './migrations/migrations.ts';
import { assertNotPutBack, rememberTables } from './put-back.ts';
import { StorageRefusal } from './refusal.ts';
import type { Tables } from './shared/tables.ts';
import type { Storage, StorageNeeds } from './storage.ts';

/**
 * Opens the database, as its owner brings the tables up to date first. Throws `StorageRefusal` when it must not be used,
 * `Fault` (`storage.unavailable`) when it cannot be used at the moment.
 *
 * @param steps all migrations, by name; other ones only in tests
 */
export async function openStorage(
  location: StorageLocation,
  needs: StorageNeeds,
  steps: Record<string, MigrationStep> = migrationSteps,
): Promise<Storage> {
  const { clock, log, owner } = needs;
  const database = databaseAt(location);
  const opened = await database.open({ clock, log, make: owner });
  const db = new Kysely<Tables>({ dialect: opened.dialect, log: [] });
  try {
    if (owner) await opened.own();
    const { pending, empty } = await migrationState(db, steps);
    if (owner && !empty) await assertNotPutBack(db, opened);
    if (pending.length > 0) {
      if (!owner) throw notReady(empty);
      if (!empty) await opened.beforeMigration(pending);
      await migrate(db, database.facts, steps);
    }
    const { facts } = database;
    if (owner) {
      await facts.nameIndex.make(db);
      await rememberTables(db, opened);
    }
    return assembleStorage(db, { ...opened, facts, reach: await facts.nameIndex.reach(db) }, needs);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

const notReady = (empty: boolean): StorageRefusal =>
  empty
    ? new StorageRefusal('not-made', 'The database has no tables yet: start porter serve once.')
    : new StorageRefusal(
        'needs-migration',
        'The database is older than this Porter: run porter migrate, or start porter serve.',
      );
