import type { Kysely } from 'kysely';
import type { EventId, RoomId } from '../../kernel/matrix-id.ts';
import type { RemarkStore } from '../../notifications/ports/remarks.ts';
import { parsePayload } from '../outbox/job-rows.ts';
import { deleteInSteps } from '../shared/delete-in-steps.ts';
import type { Tables } from '../shared/tables.ts';
import type { Write } from '../shared/write.ts';

/** Which events are remarks, where replies to them go, and which messages tell of what parts announced. */
export const makeRemarkTable = (db: Kysely<Tables>, write: Write) =>
  ({
    async keepRemark({ eventId, room, channel, address, at }) {
      const row = { event_id: eventId, room_id: room, channel, address, at };
      await write((tx) =>
        tx
          .insertInto('remarks')
          .values(row)
          .onConflict((conflict) => conflict.column('event_id').doNothing())
          .execute(),
      );
    },

    async findRemark(eventId) {
      const row = await db.selectFrom('remarks').selectAll().where('event_id', '=', eventId).executeTakeFirst();
      // The casts are safe: only `keepRemark` writes ids.
      return row && { ...row, eventId: row.event_id as EventId, room: row.room_id as RoomId };
    },

    async keepAnnounced(message) {
      await write((tx) =>
        tx
          .insertInto('announced_messages')
          .values(message)
          .onConflict((conflict) => conflict.column('name').doNothing())
          .execute(),
      );
    },

    findAnnounced: (name) =>
      db.selectFrom('announced_messages').select(['origin', 'id']).where('name', '=', name).executeTakeFirst(),

    async findJob(id) {
      const row = await db.selectFrom('jobs').select(['kind', 'payload']).where('id', '=', id).executeTakeFirst();
      const payload = row && parsePayload(row.payload);
      return payload && { kind: row.kind, payload };
    },

    async tidyRemarks(before: number) {
      const old = db.selectFrom('remarks').select('event_id').where('at', '<', before);
      await deleteInSteps((step) =>
        write((tx) => tx.deleteFrom('remarks').where('event_id', 'in', old.limit(step)).executeTakeFirst()),
      );
      // A few for each application.
      await write((tx) => tx.deleteFrom('announced_messages').where('at', '<', before).execute());
    },
  }) satisfies RemarkStore & { tidyRemarks(before: number): Promise<void> };
