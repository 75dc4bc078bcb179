import type { Kysely } from 'kysely';
import type { DialectFacts } from '../dialects/dialect.ts';
import { firstTables } from './0001-first.ts';

export type MigrationStep = (db: Kysely<unknown>, facts: DialectFacts) => Promise<void>;

/** Every migration step, in the order of their names. A released step never changes. To add one, list it here. */
export const migrationSteps = {
  '0001-first': firstTables,
} satisfies Record<string, MigrationStep>;
