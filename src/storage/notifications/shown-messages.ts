import type { Kysely } from 'kysely';
import type { ShownMessages } from '../../notifications/ports.ts';
import type { Tables } from '../shared/tables.ts';
import type { Write } from '../shared/write.ts';

interface ShownMessageNeeds {
  readonly db: Kysely<Tables>;
  readonly write: Write;
}

export function makeShownMessageTable({ db, write }: ShownMessageNeeds) {
  return {
    async find(name) {
      const row = await db.selectFrom('shown_messages').selectAll().where('name', '=', name).executeTakeFirst();
      if (row === undefined) return undefined;
      // The cast is safe: only `keep` writes them.
      return { id: row.message, at: row.at, open: JSON.parse(row.open) as string[] };
    },

    async keep(name, message) {
      if (message === undefined || message.open.length === 0) {
        await write((tx) => tx.deleteFrom('shown_messages').where('name', '=', name).execute());
        return;
      }
      const shown = { message: message.id, at: message.at, open: JSON.stringify(message.open) };
      await write((tx) =>
        tx
          .insertInto('shown_messages')
          .values({ name, ...shown })
          .onConflict((conflict) => conflict.column('name').doUpdateSet(shown))
          .execute(),
      );
    },

    /** Forgets messages that were posted before (epoch milliseconds) and whose incident was never said to be over. */
    async tidy(before: number) {
      await write((tx) => tx.deleteFrom('shown_messages').where('at', '<', before).execute());
    },
  } satisfies ShownMessages & { tidy(before: number): Promise<void> };
}
