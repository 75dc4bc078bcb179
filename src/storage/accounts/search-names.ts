import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { AccountStore } from '../../accounts/ports/account-store.ts';
import { FINDABLE, type NameIndex, type Piece, type Reach } from '../dialects/name-index.ts';
import { prepareList } from '../shared/prepared.ts';
import type { Tables } from '../shared/tables.ts';
import { accountFrom } from './account-rows.ts';

/** Characters of the shortest piece that is found inside of words; a shorter one would be in nearly every name. */
const SHORTEST_INSIDE = 3;

/** Behind every text that begins with another one: the last character of Unicode, which is assigned to nothing. */
const END = '\u{10ffff}';

type Rows = RawBuilder<{ readonly seq: number }>;

/**
 * Finds names in a fixed number of steps, the best hits first, and stops at the limit: no step sorts or reads everything that fits. So it
 * is fast whatever is searched for.
 */
export function makeSearchNames(db: Kysely<Tables>, index: NameIndex, reach: Reach): AccountStore['searchNames'] {
  return async (words, limit) => {
    if (words.length === 0) return [];
    const found = new Set<number>();
    for (const step of stepsFor(words, limit, index, reach)) {
      for (const { seq } of (await step.execute(db)).rows) found.add(seq);
      if (found.size >= limit) break;
    }
    if (found.size === 0) return [];
    const { rows } = await accountsOf(db, [...found].slice(0, limit), {});
    return rows.map((row) => ({
      account: accountFrom(row),
      names: { localpart: row.comparable_localpart, displayName: row.comparable_name },
    }));
  };
}

function stepsFor(words: readonly string[], limit: number, index: NameIndex, reach: Reach): readonly Rows[] {
  const whole = words.join(' ');
  const beginning = (column: 'comparable_name' | 'comparable_localpart'): Rows =>
    sql`select seq from accounts where ${FINDABLE} and ${sql.ref(column)} >= ${whole} and ${sql.ref(column)} < ${whole + END}
      order by ${sql.ref(column)} limit ${limit}`;
  const pieces = (where: Reach): readonly Piece[] =>
    words.map((text) => ({ text, where: [...text].length < SHORTEST_INSIDE ? 'beginnings' : where }));
  const inside = pieces('inside');
  const goesInside = reach === 'inside' && inside.some(({ where }) => where === 'inside');
  return [
    // Whoever types a whole name finds it, however many people have a name that begins so.
    sql`select seq from accounts where ${FINDABLE} and comparable_localpart = ${whole} limit ${limit}`,
    beginning('comparable_name'),
    beginning('comparable_localpart'),
    index.find(pieces('beginnings'), limit, reach),
    ...(goesInside ? [index.find(inside, limit, reach)] : []),
  ];
}

/** The rows with these numbers that may still be found. */
const accountsOf = prepareList((on, seqs: readonly number[]) =>
  on.selectFrom('accounts').selectAll().where('seq', 'in', seqs).where(FINDABLE),
);
