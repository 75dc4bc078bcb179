import { type AskNameFree, type KeepAccounts, makeKeepAccounts } from '../../accounts/keep-accounts.ts';
import { makeNewPasswords, type NewPasswords } from '../../accounts/new-passwords.ts';
import type { Passwords } from '../../accounts/ports/passwords.ts';
import type { PasswordJudge } from '../../ports/password-judge.ts';
import type { AccountProvisioner } from '../../registration/ports/account-provisioner.ts';
import { makePasswordJudge, OF_OUR_OWN } from '../../security/password-judge.ts';
import { type GroundConfig, serverNameOf, titleOf } from '../ground-sections.ts';
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

/** What judges new passwords, with the lengths that fit where they are kept. */
export function passwordJudgeOf(config: Pick<GroundConfig, 'accounts' | 'homeserver' | 'site'>): PasswordJudge {
  const { accounts, homeserver, site } = config;
  const own = [site && titleOf(site, homeserver), serverNameOf(config)].filter((word) => word !== undefined);
  return makePasswordJudge([...own, 'porter', 'matrix'], ...(accounts.store === 'local' ? [OF_OUR_OWN] : []));
}

/** New passwords of accounts that are kept here. */
export const newPasswordsOf = (
  config: Parameters<typeof passwordJudgeOf>[0],
  passwords: Pick<Passwords, 'hash'>,
): NewPasswords => makeNewPasswords({ passwords, judge: passwordJudgeOf(config) });

export const keepAccountsOf = (
  { storage }: Pick<Database, 'storage'>,
  { clock }: Pick<Runtime, 'clock'>,
  parts: { readonly newPasswords: NewPasswords; readonly askNameFree: AskNameFree | undefined },
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
