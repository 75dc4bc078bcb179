import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../shared/tables.ts';
import { FINDABLE, type NameIndex, type Reach } from '../name-index.ts';

const NAMES = sql.raw("(' ' || comparable_localpart || ' ' || comparable_name)");
/** The words as they are: nothing parses them, so it does not matter which letters the language of the database knows. */
const WORDS = sql.raw("array_to_tsvector(string_to_array(btrim(comparable_localpart || ' ' || comparable_name), ' '))");

/**
 * Trigrams (pg_trgm). The extension comes with PostgreSQL, and the owner of a database may create it; where that was not done and may not
 * be done, PostgreSQL's own text search finds the beginnings of words.
 */
export const postgresNameIndex: NameIndex = {
  async make(db) {
    if ((await reachOf(db)) === 'inside') return;
    try {
      await db.transaction().execute(async (tx) => {
        await sql`create extension if not exists pg_trgm`.execute(tx);
        // As long as it takes: it reads every account.
        await sql`set local statement_timeout = 0`.execute(tx);
        await sql`create index accounts_name_trigrams on accounts using gin (${NAMES} gin_trgm_ops) where ${FINDABLE}`.execute(
          tx,
        );
        await sql`drop index if exists accounts_name_words`.execute(tx);
      });
    } catch (error) {
      if (!isRefused(error)) throw error;
      await sql`create index if not exists accounts_name_words on accounts using gin (${WORDS}) where ${FINDABLE}`.execute(
        db,
      );
    }
  },
  reach: reachOf,
  find: (pieces, limit, reach) => {
    const fits =
      reach === 'inside'
        ? sql.join(
            pieces.map(
              ({ text, where }) => sql`${NAMES} like ${`%${where === 'beginnings' ? ' ' : ''}${literal(text)}%`}`,
            ),
            sql` and `,
          )
        : sql`${WORDS} @@ ${pieces.map(({ text }) => `'${text.replace(/['\\]/g, '$&$&')}':*`).join(' & ')}::tsquery`;
    return sql`select seq from accounts where ${FINDABLE} and ${fits} limit ${limit}`;
  },
};

async function reachOf(db: Kysely<Tables>): Promise<Reach> {
  const { rows } = await sql`select 1 where to_regclass('accounts_name_trigrams') is not null`.execute(db);
  return rows.length > 0 ? 'inside' : 'beginnings';
}

/** A text in which no sign of `like` means anything. */
const literal = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/**
 * 42501: no right to create it; 0A000, 58P01: the server does not have it; 42704: it is in a schema that this user does not look into
 * (PostgreSQL's documentation, appendix A).
 */
const isRefused = (error: unknown): boolean =>
  ['42501', '0A000', '58P01', '42704'].includes(String((error as { readonly code?: unknown } | null)?.code));
