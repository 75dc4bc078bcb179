import type { Kysely } from 'kysely';
import type { KeptLink, LinkPurpose, NewLink } from '../../registration/ports/application-store.ts';
import { prepare, prepareRows } from '../shared/prepared.ts';
import type { LinkRow } from '../shared/rows/registration.ts';
import type { Tables } from '../shared/tables.ts';
import type { Tx } from '../shared/write.ts';

const byHash = prepare<{ hash: string }, LinkRow>((on, at) =>
  on.selectFrom('links').selectAll().where('hash', '=', at.of('hash')),
);

/** `on`: the database or a transaction. */
export async function findLink(on: Kysely<Tables>, hash: string): Promise<KeptLink | undefined> {
  const row = (await byHash(on, { hash })).rows[0];
  return row && linkFrom(row);
}

const keep = prepareRows<{ readonly [Column in keyof LinkRow]: LinkRow[Column] }>(
  (on, rows) =>
    on
      .insertInto('links')
      .values([...rows])
      .onConflict((conflict) =>
        conflict
          .column('hash')
          .doUpdateSet((eb) => ({ valid_until: eb.ref('excluded.valid_until') }))
          .whereRef('links.valid_until', '<', 'excluded.valid_until')
          .where('links.void', '=', 0)
          .where('links.used_at', 'is', null),
      ),
  ['hash', 'application_id', 'purpose', 'issue', 'valid_until', 'used_at', 'void'],
);

/** Adds links. A known one that is unused and not void gets the later of both expiry times; any other stays as it is. */
export async function keepLinks(tx: Tx, links: readonly NewLink[]): Promise<void> {
  await keep(
    tx,
    links.map((link) => ({
      hash: link.hash,
      application_id: link.applicationId,
      purpose: link.purpose,
      issue: link.issue,
      valid_until: link.validUntil,
      used_at: null,
      void: 0,
    })),
  );
}

/** Spends a single-use link; false when it was spent or made void before. */
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

const linkFrom = (row: LinkRow): KeptLink => ({
  hash: row.hash,
  applicationId: row.application_id,
  // Only `keepLinks` writes this column, and it takes nothing but purposes.
  purpose: row.purpose as LinkPurpose,
  issue: row.issue,
  validUntil: row.valid_until,
  usedAt: row.used_at ?? undefined,
  void: row.void === 1,
});
