import type { Application } from '../../registration/application.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import type { Tx } from '../shared/write.ts';
import { applicationFrom, applicationRow } from './application-document.ts';

/** The application, and nobody else changes it until the transaction ends; what refers to it may still be added. */
export async function lockApplication(tx: Tx, facts: DialectFacts, id: string): Promise<Application | undefined> {
  const row = await tx
    .selectFrom('applications')
    .selectAll()
    .where('id', '=', id)
    .$if(facts.rowLocks, (query) => query.forNoKeyUpdate())
    .executeTakeFirst();
  return row && applicationFrom(row);
}

/** False, and nothing changed, when the stored version is no longer the one before. */
export async function updateApplication(tx: Tx, next: Application): Promise<boolean> {
  // What the caps count by stays: who it was, when, and what domain it aimed at first.
  const { id, short_id, created_at, email_domain, ...columns } = applicationRow(next);
  const { numUpdatedRows } = await tx
    .updateTable('applications')
    .set(columns)
    .where('id', '=', id)
    .where('version', '=', next.version - 1)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
