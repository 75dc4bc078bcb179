import { type Kysely, sql } from 'kysely';
import type { Invitation, InvitationStore } from '../../meetings/ports.ts';
import { deleteInSteps } from '../shared/delete-in-steps.ts';
import type { InvitationRow } from '../shared/rows/meetings.ts';
import type { Tables } from '../shared/tables.ts';
import type { Tx, Write } from '../shared/write.ts';

export function makeInvitationTable({ db, write }: { readonly db: Kysely<Tables>; readonly write: Write }) {
  return {
    async add(invitation, linkHash) {
      await write((tx) => tx.insertInto('invitations').values(toRow(invitation, linkHash)).execute());
    },

    async byLink(linkHash) {
      const row = await db.selectFrom('invitations').selectAll().where('link_hash', '=', linkHash).executeTakeFirst();
      return row && fromRow(row);
    },

    async list(limit) {
      const rows = await db
        .selectFrom('invitations')
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(fromRow);
    },

    takeUse: (id) =>
      write(async (tx) => {
        const { numUpdatedRows } = await tx
          .updateTable('invitations')
          .set((eb) => ({ used: eb('used', '+', 1) }))
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
          .where((eb) => eb.or([eb('uses', 'is', null), eb('used', '<', eb.ref('uses'))]))
          .executeTakeFirst();
        return numUpdatedRows === 1n ? 'taken' : whyNot(tx, id);
      }),

    async giveBackUse(id) {
      await write((tx) =>
        tx
          .updateTable('invitations')
          .set((eb) => ({ used: eb('used', '-', 1) }))
          .where('id', '=', id)
          .where('used', '>', 0)
          .execute(),
      );
    },

    async revoke(id, at, by) {
      const { numUpdatedRows } = await write((tx) =>
        tx
          .updateTable('invitations')
          // The first time counts.
          .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', sql.val(at)) }))
          .where('id', '=', id)
          .$if(by !== undefined, (update) => update.where('by', '=', by ?? ''))
          .executeTakeFirst(),
      );
      return numUpdatedRows === 1n;
    },

    async tidy(endedBefore: number) {
      const old = db.selectFrom('invitations').select('id').where('until', '<', endedBefore);
      await deleteInSteps((step) =>
        write((tx) => tx.deleteFrom('invitations').where('id', 'in', old.limit(step)).executeTakeFirst()),
      );
    },
  } satisfies InvitationStore & { tidy(endedBefore: number): Promise<void> };
}

/** What a restore means for invitations: nobody knows which were used or revoked since the copy, so all are revoked. */
export async function revokeInvitations(tx: Tx, at: number): Promise<undefined> {
  await tx.updateTable('invitations').set({ revoked_at: at }).where('revoked_at', 'is', null).execute();
}

async function whyNot(tx: Tx, id: string): Promise<'used-up' | 'revoked' | 'unknown'> {
  const row = await tx.selectFrom('invitations').select('revoked_at').where('id', '=', id).executeTakeFirst();
  if (row === undefined) return 'unknown';
  return row.revoked_at === null ? 'used-up' : 'revoked';
}

const toRow = ({ createdAt, revokedAt, ...rest }: Invitation, linkHash: string): InvitationRow => ({
  ...rest,
  link_hash: linkHash,
  created_at: createdAt,
  name: rest.name ?? null,
  moderator: rest.moderator ? 1 : 0,
  uses: rest.uses ?? null,
  revoked_at: revokedAt ?? null,
});

const fromRow = (row: InvitationRow): Invitation => ({
  id: row.id,
  createdAt: row.created_at,
  by: row.by,
  room: row.room,
  name: row.name ?? undefined,
  moderator: row.moderator === 1,
  until: row.until,
  uses: row.uses ?? undefined,
  used: row.used,
  revokedAt: row.revoked_at ?? undefined,
});
