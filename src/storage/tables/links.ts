import type { LinkPurpose, NewLink } from '../../registration/ports/application-store.ts';
import type { Tx } from '../write.ts';
import type { LinkRow } from './tables.ts';

export type StoredLink = NewLink & { readonly usedAt: number | undefined; readonly void: boolean };

/** Keeps links; one that is known, unused and not void is good until the later of both times, any other stays as it is. */
export async function keepLinks(tx: Tx, links: readonly NewLink[]): Promise<void> {
  if (links.length === 0) return;
  await tx
    .insertInto('links')
    .values(
      links.map((link) => ({
        hash: link.hash,
        application_id: link.applicationId,
        purpose: link.purpose,
        issue: link.issue,
        valid_until: link.validUntil,
        used_at: null,
        void: 0,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .column('hash')
        .doUpdateSet((eb) => ({ valid_until: eb.ref('excluded.valid_until') }))
        .whereRef('links.valid_until', '<', 'excluded.valid_until')
        .where('links.void', '=', 0)
        .where('links.used_at', 'is', null),
    )
    .execute();
}

/** Spends a single-use link; false when it was spent or ended before. */
export async function spendLink(tx: Tx, hash: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('links')
    .set({ used_at: now })
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .where('void', '=', 0)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function endLinks(tx: Tx, applicationId: string, purposes: readonly LinkPurpose[]): Promise<void> {
  if (purposes.length === 0) return;
  await tx
    .updateTable('links')
    .set({ void: 1 })
    .where('application_id', '=', applicationId)
    .where('purpose', 'in', purposes)
    .execute();
}

export const linkFrom = (row: LinkRow): StoredLink => ({
  hash: row.hash,
  applicationId: row.application_id,
  // Only `keepLinks` writes purposes.
  purpose: row.purpose as LinkPurpose,
  issue: row.issue,
  validUntil: row.valid_until,
  usedAt: row.used_at ?? undefined,
  void: row.void === 1,
});
