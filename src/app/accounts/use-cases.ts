import { type AskNameFree, type KeepAccounts, makeKeepAccounts } from '../../accounts/keep-accounts.ts';
import type { Passwords } from '../../accounts/ports/passwords.ts';
import { openPasswords } from '../../security/open-passwords.ts';
import type { GroundConfig } from '../ground-sections.ts';
import type { Database, Runtime } from '../open-database.ts';

/** Loads the native code that hashes. */
export const passwordsOf = (
  { accounts: { argon2, bcryptPepper } }: Pick<GroundConfig, 'accounts'>,
  { clock, ids }: Runtime,
): Promise<Passwords> => openPasswords({ argon2, bcryptPepper, clock, ids });

export const keepAccountsOf = (
  { storage }: Pick<Database, 'storage'>,
  { clock }: Pick<Runtime, 'clock'>,
  parts: { readonly passwords: Passwords; readonly askNameFree: AskNameFree | undefined },
): KeepAccounts => makeKeepAccounts({ accounts: storage.accounts, clock, ...parts });
