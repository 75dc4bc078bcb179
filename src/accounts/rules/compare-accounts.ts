import type { ImportedAccount } from './imported-account.ts';
import { addressKey } from './third-party-id.ts';

/** In what two accounts of one name differ. */
export type Difference = 'display name' | 'state' | 'addresses' | 'password' | 'consents';

/**
 * Compares what is to be taken over with what is here. Two hashes are not compared: a hash is replaced at log-in, and whoever has both
 * cannot tell whether they are of one password.
 */
export function differencesOf(wanted: ImportedAccount, here: ImportedAccount): readonly Difference[] {
  const consents = (of: ImportedAccount) => `${of.findableByName} ${of.findableByAddress}`;
  const addresses = (of: ImportedAccount) => of.addresses.map(addressKey).sort().join('\n');
  const differs: Readonly<Record<Difference, boolean>> = {
    'display name': wanted.displayName !== here.displayName,
    state: wanted.state !== here.state,
    addresses: addresses(wanted) !== addresses(here),
    password: wanted.hash !== undefined && here.hash === undefined,
    consents: consents(wanted) !== consents(here),
  };
  return (Object.keys(differs) as Difference[]).filter((what) => differs[what]);
}
