import type { Account } from '../ports/account.ts';
import type { FoundName } from '../ports/account-store.ts';

/**
 * Puts the accounts that a search found in order: those called exactly so, those whose name begins so, those whose words begin so, then
 * the others. Shorter names come first.
 *
 * @param words of the search, as `nameWords` makes them
 */
export function rankFound(found: readonly FoundName[], words: readonly string[]): readonly Account[] {
  const whole = words.join(' ');
  const ranked = found.map(({ account, names: { localpart, displayName } }) => ({
    account,
    rank: rankOf([displayName, localpart], whole, words),
    length: (displayName || localpart).length,
  }));
  return ranked
    .toSorted((a, b) => a.rank - b.rank || a.length - b.length || (a.account.localpart < b.account.localpart ? -1 : 1))
    .map(({ account }) => account);
}

function rankOf(names: readonly [string, string], whole: string, words: readonly string[]): number {
  if (names.includes(whole)) return 0;
  if (names.some((name) => name.startsWith(whole))) return 1;
  const spaced = ` ${names.join(' ')}`;
  return words.every((word) => spaced.includes(` ${word}`)) ? 2 : 3;
}
