import type { Account } from '../ports/account.ts';
import { nameWords } from './name-words.ts';

/** Puts the accounts that a term found in order: those called exactly so, those that begin so, then the others; shorter names first. */
export function rankFound(found: readonly Account[], term: string): readonly Account[] {
  const wanted = nameWords(term).join(' ');
  const ranked = found.map((account) => {
    const names = [account.localpart, account.displayName ?? ''].map((name) => nameWords(name).join(' '));
    const rank = names.includes(wanted) ? 0 : names.some((name) => name.startsWith(wanted)) ? 1 : 2;
    return { account, rank, length: (account.displayName ?? account.localpart).length };
  });
  return ranked
    .toSorted((a, b) => a.rank - b.rank || a.length - b.length || (a.account.localpart < b.account.localpart ? -1 : 1))
    .map(({ account }) => account);
}
