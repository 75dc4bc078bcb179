import type { Localpart } from '../kernel/matrix-id.ts';
import type { Account, Profile, ThirdPartyId } from './ports/account.ts';
import type { AccountStore } from './ports/account-store.ts';
import { nameWords } from './rules/comparable-names.ts';
import { rankFound } from './rules/rank-found.ts';
import { addressKey } from './rules/third-party-id.ts';

/** Candidates that are ranked, the best of them first; of what fits more people, some are told. */
const MOST_CANDIDATES = 200;
/** What a search returns, as many as a homeserver does at most. */
const MOST_FOUND = 50;

export interface FoundNames {
  readonly accounts: readonly Account[];
  /** There are more. */
  readonly limited: boolean;
}

/** What may be asked about the people here. Nothing here finds an account that is not active, or somebody who did not agree. */
export interface LookUps {
  /** Active accounts that may be found by these addresses. The key is that of `addressKey`. */
  byAddress(addresses: readonly ThirdPartyId[]): Promise<ReadonlyMap<string, Account>>;
  /** By the words of display name and name, whatever the accents and capitals. */
  byName(term: string): Promise<FoundNames>;
  /** An active account whose name is known; with its addresses only if it may be found by them. */
  profile(localpart: Localpart): Promise<Profile | undefined>;
}

type Reads = Pick<AccountStore, 'find' | 'findAddresses' | 'searchNames'>;

export const makeLookUps = (accounts: Reads): LookUps => ({
  async byAddress(addresses) {
    const found = (await accounts.findAddresses(addresses)).filter(
      ({ account }) => account.state === 'active' && account.findableByAddress,
    );
    return new Map(found.map(({ address, account }) => [addressKey(address), account]));
  },

  async byName(term) {
    const words = nameWords(term);
    const found = await accounts.searchNames(words, MOST_CANDIDATES);
    return { accounts: rankFound(found, words).slice(0, MOST_FOUND), limited: found.length > MOST_FOUND };
  },

  async profile(localpart) {
    const found = await accounts.find(localpart);
    if (found?.state !== 'active') return undefined;
    return found.findableByAddress ? found : { ...found, addresses: [] };
  },
});
