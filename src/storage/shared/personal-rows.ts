import type { Kysely } from 'kysely';
import { ok, refuse } from '../../kernel/outcome.ts';
import type { Person, Personal, PersonalData } from '../../ports/personal.ts';
import type { Tables } from './tables.ts';
import { RollBack, type Tx, type Write } from './write.ts';

/** One kind of rows that concern a person. @typeParam Keys identify the person's rows */
export interface PersonalRows<Keys> {
  /** Their name in the export. */
  readonly what: string;
  /** One object per row, for the person to read. `on`: the database or a transaction. */
  read(on: Kysely<Tables>, keys: Keys): Promise<readonly PersonalData[]>;
  /**
   * Deletes the rows, or takes from them what is personal. Resolves with how many. Left out where the rows stay as they are,
   * because others need them.
   */
  erase?(tx: Tx, keys: Keys): Promise<number>;
}

/** @typeParam Found what `search` finds */
export interface PersonalNeeds<Keys, Found = never> {
  readonly db: Kysely<Tables>;
  readonly write: Write;
  /** Looks for what takes too long to find in a transaction. Left out where `keysOf` finds everything. */
  search?(person: Person): Promise<Found>;
  /** @param found by `search`; rows may have changed since */
  keysOf(on: Kysely<Tables>, person: Person, found: Found | undefined): Promise<Keys>;
  /**
   * Why nothing can be erased now, in one English sentence. Asked first in the transaction, so it locks the rows that it looks at.
   */
  whyNot?(tx: Tx, keys: Keys): Promise<string | undefined>;
  /** In the order of the export. They are erased in reverse, so a row comes before those that refer to it. */
  readonly kinds: readonly PersonalRows<Keys>[];
}

/** Finds, exports and erases along one list of kinds, so that the three always speak of the same rows. */
export function makePersonal<Keys, Found = never>({
  db,
  write,
  search,
  keysOf,
  whyNot,
  kinds,
}: PersonalNeeds<Keys, Found>): Personal {
  async function readAll(person: Person) {
    const keys = await keysOf(db, person, await search?.(person));
    const found: { readonly what: string; readonly rows: readonly PersonalData[] }[] = [];
    for (const kind of kinds) {
      const rows = await kind.read(db, keys);
      if (rows.length > 0) found.push({ what: kind.what, rows });
    }
    return found;
  }

  return {
    find: async (person) => (await readAll(person)).map(({ what, rows }) => ({ what, rows: rows.length })),

    async export(person) {
      const found = await readAll(person);
      return found.length === 0 ? undefined : Object.fromEntries(found.map(({ what, rows }) => [what, rows]));
    },

    async erase(person) {
      const searched = await search?.(person);
      return write(async (tx) => {
        const keys = await keysOf(tx, person, searched);
        const why = await whyNot?.(tx, keys);
        if (why !== undefined) throw new RollBack(refuse('in-use', why));
        let rows = 0;
        for (const kind of kinds.toReversed()) rows += (await kind.erase?.(tx, keys)) ?? 0;
        return ok({ rows });
      });
    },
  };
}

/** How an export writes a time. @param at epoch milliseconds; null where there is none */
export const isoTime = (at: number | null | undefined): string | null =>
  at === null || at === undefined ? null : new Date(at).toISOString();
