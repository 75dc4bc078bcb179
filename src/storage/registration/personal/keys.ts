import type { Kysely } from 'kysely';
import type { UserId } from '../../../kernel/matrix-id.ts';
import type { PersonalData } from '../../../ports/personal.ts';
import type { Application } from '../../../registration/application.ts';
import type { PersonalRows } from '../../shared/personal-rows.ts';
import type { Tables } from '../../shared/tables.ts';
import type { Tx } from '../../shared/write.ts';

/** Identifies a person's rows. */
export interface PersonKeys {
  readonly userId: UserId | undefined;
  /** Of every address that is known to be theirs. */
  readonly addressHashes: readonly string[];
  /** Theirs, oldest first. */
  readonly applications: readonly Application[];
}

interface RowsOfApplication {
  readonly what: string;
  read(on: Kysely<Tables>, of: Application, keys: PersonKeys): Promise<readonly PersonalData[]>;
  erase(tx: Tx, of: Application): Promise<number>;
}

/** Rows that belong to applications; in the export each names its application by the number. */
export const perApplication = ({ what, read, erase }: RowsOfApplication): PersonalRows<PersonKeys> => ({
  what,

  async read(on, keys) {
    const all: PersonalData[] = [];
    for (const of of keys.applications) {
      for (const row of await read(on, of, keys)) all.push({ application: of.shortId, ...row });
    }
    return all;
  },

  async erase(tx, { applications }) {
    let rows = 0;
    for (const of of applications) rows += await erase(tx, of);
    return rows;
  },
});

/** Who did something, for the export: the person's own ID, and of others only that they are of the team. */
export const ownOrTeam = (by: string, { userId }: Pick<PersonKeys, 'userId'>): string =>
  by === 'applicant' || by === 'porter' || by === userId ? by : 'team';
