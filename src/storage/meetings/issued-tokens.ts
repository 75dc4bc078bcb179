import type { Kysely } from 'kysely';
import { nextTurn } from '../../kernel/next-turn.ts';
import type { MeetingRecord, RecordedToken } from '../../meetings/ports.ts';
import { deleteInSteps } from '../shared/delete-in-steps.ts';
import { prepareRows } from '../shared/prepared.ts';
import type { IssuedTokenRow } from '../shared/rows/meetings.ts';
import type { Tables } from '../shared/tables.ts';
import type { Write } from '../shared/write.ts';

type FreshRow = { [Column in Exclude<keyof IssuedTokenRow, 'seq'>]: IssuedTokenRow[Column] };

const columns = ['jti', 'at', 'caller', 'room', 'name', 'moderator', 'until'] as const;

/** About two milliseconds of SQLite's work; fewer would hold the connection for longer than the rows are worth. */
const ROWS_PER_TURN = 1_000;

/** @param write a write that wakes nobody, because nobody waits for the record */
export function makeIssuedTokenTable({ db, write }: { readonly db: Kysely<Tables>; readonly write: Write }) {
  const insert = prepareRows<FreshRow>((on, rows) => on.insertInto('issued_tokens').values([...rows]), columns);

  return {
    async add(tokens) {
      if (tokens.length === 0) return;
      await write(async (tx) => {
        for (let from = 0; from < tokens.length; from += ROWS_PER_TURN) {
          // The one exception to "await nothing but the database": SQLite works in this thread, and tokens are asked for meanwhile.
          if (from > 0) await nextTurn();
          const rows = tokens.slice(from, from + ROWS_PER_TURN);
          await insert(
            tx,
            rows.map((token) => ({ ...token, moderator: token.moderator ? 1 : 0 })),
          );
        }
      });
    },

    async list({ limit }) {
      const newest = db.selectFrom('issued_tokens').select(columns).orderBy('at', 'desc').orderBy('seq', 'desc');
      const rows = await newest.limit(limit).execute();
      return rows.map((row): RecordedToken => ({ ...row, moderator: row.moderator === 1 }));
    },

    async tidy(issuedBefore: number) {
      const old = db.selectFrom('issued_tokens').select('seq').where('at', '<', issuedBefore);
      await deleteInSteps((step) =>
        write((tx) => tx.deleteFrom('issued_tokens').where('seq', 'in', old.limit(step)).executeTakeFirst()),
      );
    },
  } satisfies MeetingRecord & { tidy(issuedBefore: number): Promise<void> };
}
