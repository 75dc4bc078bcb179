import type { Insertable, Kysely, Selectable } from 'kysely';
import type { Account, AccountState, ThirdPartyId } from '../../accounts/ports/account.ts';
import type { ComparableNames } from '../../accounts/ports/account-store.ts';
import type { Localpart } from '../../kernel/matrix-id.ts';
import type { AccountRow, ThirdPartyIdRow } from '../shared/rows/accounts.ts';
import type { Tables } from '../shared/tables.ts';

/** Tables whose rows go with their account. */
export const ofAccount = [
  ...(['credentials', 'third_party_ids', 'password_links', 'address_changes', 'sign_in_sessions'] as const),
] as const;

// The rules parsed names, states and addresses before they were kept; the brands do not survive a database.

export const accountFrom = (row: Selectable<AccountRow>): Account => ({
  localpart: row.localpart as Localpart,
  displayName: row.display_name ?? undefined,
  state: row.state as AccountState,
  findableByName: row.by_name === 1,
  findableByAddress: row.by_address === 1,
  createdAt: row.created_at,
  lastSeenAt: row.seen_at ?? undefined,
});

export const toAccountRow = (
  account: Account,
  names: ComparableNames,
  applicationId: string | undefined,
): Insertable<AccountRow> => ({
  localpart: account.localpart,
  display_name: account.displayName ?? null,
  comparable_name: names.displayName,
  comparable_localpart: names.localpart,
  state: account.state,
  by_name: account.findableByName ? 1 : 0,
  by_address: account.findableByAddress ? 1 : 0,
  created_at: account.createdAt,
  seen_at: account.lastSeenAt ?? null,
  application_id: applicationId ?? null,
});

export const addressFrom = ({ medium, address }: Pick<ThirdPartyIdRow, 'medium' | 'address'>): ThirdPartyId =>
  ({ medium, address }) as ThirdPartyId;

export const addressesOf = async (on: Kysely<Tables>, localpart: string): Promise<readonly ThirdPartyId[]> =>
  (
    await on
      .selectFrom('third_party_ids')
      .select(['medium', 'address'])
      .where('localpart', '=', localpart)
      .orderBy('medium')
      .orderBy('address')
      .execute()
  ).map(addressFrom);

/** Is the password still the one that was set then? Undefined: it does not matter. */
export async function isStillSet(tx: Kysely<Tables>, localpart: string, at: number | undefined): Promise<boolean> {
  if (at === undefined) return true;
  const row = await tx.selectFrom('credentials').select('set_at').where('localpart', '=', localpart).executeTakeFirst();
  return row?.set_at === at;
}
