import { keepingPassword, type Stage } from '../../registration/application.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import type { Tx } from '../shared/write.ts';
import { lockApplication } from './update-application.ts';

/** Keeps the hash of a password that was chosen on the form, in the place of the one before. */
export async function keepChosenPassword(tx: Tx, applicationId: string, hash: string): Promise<void> {
  await tx
    .insertInto('chosen_passwords')
    .values({ application_id: applicationId, hash })
    .onConflict((conflict) => conflict.column('application_id').doUpdateSet({ hash }))
    .execute();
}

/** Once its address is proved nobody but the applicant may have another one in its place. */
export async function replaceChosenPassword(tx: Tx, facts: DialectFacts, id: string, hash: string): Promise<void> {
  if ((await lockApplication(tx, facts, id))?.stage === 'submitted') await keepChosenPassword(tx, id, hash);
}

/** It is the account's by now, or nobody will need it. */
export async function endChosenPassword(
  tx: Tx,
  { id, stage }: { readonly id: string; readonly stage: Stage },
): Promise<void> {
  if (keepingPassword.has(stage)) return;
  await tx.deleteFrom('chosen_passwords').where('application_id', '=', id).execute();
}
