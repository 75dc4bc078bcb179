import type { Application } from '../../registration/application.ts';
import type { TeamsOwn } from '../../registration/rules/team-load.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import type { Tx } from '../shared/write.ts';
import { applicationFrom, applicationRow } from './application-document.ts';

/** In `team_at`: it was proved and never reaches the team. Long ago, so that no count of a day has it. */
const NEVER = 0;

/** Reads the application and locks it against changes until the transaction ends; rows that refer to it may still be added. */
export async function lockApplication(tx: Tx, facts: DialectFacts, id: string): Promise<Application | undefined> {
  const row = await tx
    .selectFrom('applications')
    .selectAll()
    .where('id', '=', id)
    .$if(facts.rowLocks, (query) => query.forNoKeyUpdate())
    .executeTakeFirst();
  return row && applicationFrom(row);
}

/** Returns false, and changes nothing, when the stored version is no longer the one before `next`. */
export async function updateApplication(tx: Tx, next: Application): Promise<boolean> {
  // Columns that the caps count by stay as they were first: ID, time and mail domain. When the team got it, `giveToTeam` writes.
  const { id, short_id, created_at, email_domain, ...columns } = applicationRow(next);
  const { numUpdatedRows } = await tx
    .updateTable('applications')
    .set(columns)
    .where('id', '=', id)
    .where('version', '=', next.version - 1)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Keeps from when on the team has it; written at the proof. */
export async function giveToTeam(tx: Tx, id: string, { at, domain }: TeamsOwn): Promise<void> {
  await tx.updateTable('applications').set({ team_at: at, team_domain: domain }).where('id', '=', id).execute();
}

/** See `Change.leavesLine`. Nothing is changed when the team has it already. */
export async function leaveLine(tx: Tx, id: string, when: 'now' | 'never', now: number): Promise<void> {
  await tx
    .updateTable('applications')
    .set({ team_at: when === 'now' ? now : NEVER })
    .where('id', '=', id)
    .where('team_at', '>', now)
    .execute();
}
