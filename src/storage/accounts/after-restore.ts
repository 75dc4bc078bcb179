import type { Tx } from '../shared/write.ts';

/**
 * What a restore means for accounts: links that set passwords are void, as all links are, and so are open changes of addresses; the jobs of
 * those not sent find none. Nobody knows
 * which sessions ended since the copy, so all end.
 */
export async function restoreAccounts(tx: Tx, now: number): Promise<string | undefined> {
  const { open } = await tx
    .selectFrom('password_links')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .where('purpose', '=', 'invited')
    .where('used_at', 'is', null)
    .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_until', '>=', now)]))
    .executeTakeFirstOrThrow();
  await tx.deleteFrom('password_links').execute();
  await tx.deleteFrom('address_changes').where('ended_as', 'is', null).execute();
  await tx.deleteFrom('sign_in_sessions').execute();
  const count = Number(open);
  if (count === 0) return undefined;
  const links =
    count === 1 ? '1 link to set a password no longer works' : `${count} links to set a password no longer work`;
  return `${links}: send new ones (porter accounts link NAME).`;
}
