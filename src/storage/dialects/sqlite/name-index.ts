import { sql } from 'kysely';
import { FINDABLE, type NameIndex, type Piece } from '../name-index.ts';

/**
 * Each word with two blanks in front of it, so that also its first letter is part of a trigram that no other place of a word has.
 * Triggers read the view before and after a change: it shows a row only while that row may be found.
 */
const VIEW = sql`create view findable_names as
  select seq, '  ' || replace(comparable_localpart, ' ', '  ') as localpart, '  ' || replace(comparable_name, ' ', '  ') as name
  from accounts where ${FINDABLE}`;

// The names come folded already. Only places are kept beside the index, no second copy of the names.
const INDEX = sql`create virtual table account_names using fts5(localpart, name, content = 'findable_names', content_rowid = 'seq',
  columnsize = 0, tokenize = 'trigram case_sensitive 1')`;

const changes = sql.raw(`(old.state, old.by_name, old.comparable_name, old.comparable_localpart)
  is not (new.state, new.by_name, new.comparable_name, new.comparable_localpart)`);
const add = sql.raw(`insert into account_names (rowid, localpart, name)
  select seq, localpart, name from findable_names where seq = new.seq`);
const remove = sql.raw(`insert into account_names (account_names, rowid, localpart, name)
  select 'delete', seq, localpart, name from findable_names where seq = old.seq`);

const STATEMENTS = [
  VIEW,
  INDEX,
  // Names that leave the index leave the file, as `secure_delete` promises for all other tables.
  sql`insert into account_names (account_names, rank) values ('secure-delete', 1)`,
  sql`create trigger account_names_added after insert on accounts begin ${add}; end`,
  sql`create trigger account_names_leaving before update on accounts when ${changes} begin ${remove}; end`,
  sql`create trigger account_names_changed after update on accounts when ${changes} begin ${add}; end`,
  sql`create trigger account_names_deleted before delete on accounts begin ${remove}; end`,
  sql`insert into account_names (account_names) values ('rebuild')`,
];

/** FTS5 with trigrams. A text in double quotes is searched for as it is, whatever stands in it. */
export const sqliteNameIndex: NameIndex = {
  async make(db) {
    const { rows } = await sql`select 1 from sqlite_schema where name = 'account_names'`.execute(db);
    if (rows.length > 0) return;
    await db.transaction().execute(async (tx) => {
      for (const statement of STATEMENTS) await statement.execute(tx);
    });
  },
  reach: async () => 'inside',
  find: (pieces, limit) => {
    const wanted = pieces.map((piece) => `"${textOf(piece).replaceAll('"', '""')}"`).join(' AND ');
    return sql`select rowid as seq from account_names where account_names match ${wanted} limit ${limit}`;
  },
};

const textOf = ({ text, where }: Piece): string =>
  where === 'inside' ? text : [...text].length === 1 ? `  ${text}` : ` ${text}`;
