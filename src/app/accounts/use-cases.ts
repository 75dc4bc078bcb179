import { type AskNameFree, type KeepAccounts, makeKeepAccounts } from '../../accounts/keep-accounts.ts';
import type { Passwords } from '../../accounts/ports/passwords.ts';
import type { AccountProvisioner } from '../../registration/ports/account-provisioner.ts';
import type { GroundConfig } from '../ground-sections.ts';
import type { Database, Runtime } from '../open-database.ts';
import { makeLocalProvisioner } from './local-provisioner.ts';

/** Opens what hashes and checks passwords; loads native code. Undefined unless accounts are kept here. */
export async function passwordsOf(
  { accounts: { store, argon2, bcryptPepper } }: Pick<GroundConfig, 'accounts'>,
  { clock, ids }: Runtime,
): Promise<Passwords | undefined> {
  if (store !== 'local') return undefined;
  const { openPasswords } = await import('../../security/open-passwords.ts');
  return openPasswords({ argon2, bcryptPepper, clock, ids });
}

export const keepAccountsOf = (
  { storage }: Pick<Database, 'storage'>,
  { clock }: Pick<Runtime, 'clock'>,
  parts: { readonly passwords: Passwords; readonly askNameFree: AskNameFree | undefined },
): KeepAccounts => makeKeepAccounts({ accounts: storage.accounts, clock, ...parts });

/** Who makes the accounts of applicants: the homeserver alone, or Porter with an empty user there. */
export const provisionerFor = (
  there: AccountProvisioner,
  { passwords, storage, ...more }: LocalParts,
): AccountProvisioner =>
  passwords === undefined ? there : makeLocalProvisioner({ ...more, accounts: storage.accounts, passwords, there });

interface LocalParts extends Pick<Database, 'storage'>, Pick<Runtime, 'clock'> {
  readonly serverName: string;
  /** Undefined unless accounts are kept here. */
  readonly passwords: Passwords | undefined;
}
