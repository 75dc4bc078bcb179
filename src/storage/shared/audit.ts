import type { Kysely } from 'kysely';
import type { AuditEntry } from '../../registration/ports/application-store.ts';
import { prepareRows } from './prepared.ts';
import type { AuditRow, Tables } from './tables.ts';
import type { Tx } from './write.ts';

type NewRow = { readonly [Column in keyof Omit<AuditRow, 'seq'>]: AuditRow[Column] };

const insert = prepareRows<NewRow>(
  (on, rows) => on.insertInto('audit').values([...rows]),
  ['application_id', 'at', 'by', 'what', 'detail'],
);

export async function addAudit(tx: Tx, { applicationId, ...entry }: AuditEntry): Promise<void> {
  const { at, by, what, detail } = entry;
  await insert(tx, [{ application_id: applicationId, at, by, what, detail }]);
}

/** Oldest first. */
export async function auditOf(db: Kysely<Tables>, applicationId: string): Promise<readonly AuditEntry[]> {
  const rows = await db
    .selectFrom('audit')
    .select(['application_id', 'at', 'by', 'what', 'detail'])
    .where('application_id', '=', applicationId)
    .orderBy('seq')
    .execute();
  return rows.map(({ application_id, ...entry }) => ({ applicationId: application_id, ...entry }));
}
