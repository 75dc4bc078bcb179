import assert from 'node:assert/strict';
import type { Profile } from '../../src/accounts/ports/account.ts';
import { comparableNames, nameWords } from '../../src/accounts/rules/comparable-names.ts';
import type { Localpart } from '../../src/kernel/matrix-id.ts';
import type { Storage } from '../../src/storage/storage.ts';

const NOW = Date.UTC(2026, 11, 1);

export const ordered = { at: NOW, by: 'porter' } as const;
export const name = (text: string) => text as Localpart;

/** Adds an active account that may be found by name, unless told. */
export async function add({ accounts }: Storage, localpart: string, displayName?: string, over: Partial<Profile> = {}) {
  const profile: Profile = {
    ...{ localpart: name(localpart), displayName, state: 'active', createdAt: NOW, lastSeenAt: undefined },
    ...{ findableByName: true, findableByAddress: true, addresses: [], ...over },
  };
  assert.equal(await accounts.add({ profile, names: comparableNames(profile), hash: undefined }, ordered), 'added');
}

/** The names that a search finds, in the order of the alphabet. */
export const search = async ({ accounts }: Storage, term: string, limit = 300) =>
  (await accounts.searchNames(nameWords(term), limit)).map(({ account }) => account.localpart).toSorted();
