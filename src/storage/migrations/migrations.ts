import type { Kysely } from 'kysely';
import type { DialectFacts } from '../dialects/dialect.ts';
import { door } from './0001-door.ts';
import { meetings } from './0002-meetings.ts';
import { corrections } from './0003-corrections.ts';
import { shownTexts } from './0004-shown-texts.ts';

export type MigrationStep = (db: Kysely<unknown>, facts: DialectFacts) => Promise<void>;

/** Every step there ever was, in the order of their names. A released step never changes; a new one is a line here. */
export const migrationSteps = {
  '0001-door': door,
  '0002-meetings': meetings,
  '0003-corrections': corrections,
  '0004-shown-texts': shownTexts,
} satisfies Record<string, MigrationStep>;
