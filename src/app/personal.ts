import { ok } from '../kernel/outcome.ts';
import type { Person, Personal, PersonalData, Trace } from '../ports/personal.ts';
import { allParts } from './config.ts';
import type { Database } from './open-database.ts';

/** A person in the tables of all parts. */
export interface PersonInParts {
  find(person: Person): Promise<readonly (Trace & { readonly part: string })[]>;
  /** By the name of the part; a part that has nothing is left out. */
  export(person: Person): Promise<Readonly<Record<string, PersonalData>>>;
  /**
   * As `Personal.erase`, one transaction per part, and `rows` is the sum. It ends with the first part that refuses; what the parts
   * before it erased is gone then, and doing it again erases the rest.
   */
  erase: Personal['erase'];
}

/**
 * Walks over every part, configured or not: the rows of a part that was turned off are still there.
 *
 * No command erases yet: until the notice and its thread can be redacted in the team room, the tables alone would be half of it.
 */
export function personInParts(database: Database): PersonInParts {
  const each = allParts.flatMap(({ name, personal }) =>
    personal ? [{ part: name, personal: personal(database) }] : [],
  );

  return {
    async find(person) {
      const traces: (Trace & { readonly part: string })[] = [];
      for (const { part, personal } of each) {
        traces.push(...(await personal.find(person)).map((trace) => ({ part, ...trace })));
      }
      return traces;
    },

    async export(person) {
      const found: Record<string, PersonalData> = {};
      for (const { part, personal } of each) {
        const data = await personal.export(person);
        if (data !== undefined) found[part] = data;
      }
      return found;
    },

    async erase(person) {
      let rows = 0;
      for (const { personal } of each) {
        const erased = await personal.erase(person);
        if (!erased.ok) return erased;
        rows += erased.value.rows;
      }
      return ok({ rows });
    },
  };
}
