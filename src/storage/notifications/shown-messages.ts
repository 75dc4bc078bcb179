import type { Kysely } from 'kysely';
import type { ShownMessages } from '../../notifications/ports/shown-messages.ts';
import type { ShownMessage } from '../../notifications/rules/incident.ts';
import type { AddJobs } from '../outbox/add-jobs.ts';
import type { Tables } from '../shared/tables.ts';
import type { Tx, Writer } from '../shared/write.ts';

interface ShownMessageNeeds extends Writer {
  readonly db: Kysely<Tables>;
  readonly addJobs: AddJobs;
}

/** @param from the database, or a transaction in it @param name as `shownUnder` gives it */
export async function findShown(from: Kysely<Tables> | Tx, name: string): Promise<readonly ShownMessage[]> {
  const row = await from.selectFrom('shown_messages').selectAll().where('name', '=', name).executeTakeFirst();
  // The cast is safe: only `keep` writes them.
  return row === undefined ? [] : (JSON.parse(row.messages) as ShownMessage[]);
}

export function makeShownMessageTable({ db, write, writeAndTell, addJobs }: ShownMessageNeeds) {
  return {
    find: (name) => findShown(db, name),

    async keep(name, messages, { jobs, at } = { jobs: [], at: 0 }) {
      const newest = messages.at(-1);
      await (jobs.length === 0 ? write : writeAndTell)(async (tx) => {
        await addJobs(tx, jobs, at);
        if (newest === undefined) {
          await tx.deleteFrom('shown_messages').where('name', '=', name).execute();
          return;
        }
        const shown = { messages: JSON.stringify(messages), at: newest.at };
        await tx
          .insertInto('shown_messages')
          .values({ name, ...shown })
          .onConflict((conflict) => conflict.column('name').doUpdateSet(shown))
          .execute();
      });
    },

    /** Forgets the messages of incidents whose newest was posted before (epoch milliseconds) and which were never said to be over. */
    async tidy(before: number) {
      await write((tx) => tx.deleteFrom('shown_messages').where('at', '<', before).execute());
    },
  } satisfies ShownMessages & { tidy(before: number): Promise<void> };
}
