import type { Account } from '../ports/account.ts';
import type { ComparableNames } from '../ports/account-store.ts';

/** Words of one name by which it is found; nobody's name has more. */
const MOST_WORDS = 12;
/** UTF-16 units of one word that are compared. */
const LONGEST_WORD = 60;
/** UTF-16 units of a text that are read at all. */
const LONGEST_TEXT = 300;

/** Letters that have no accent to lose, as people write them who do not have the key; the Greek one depends on its place in a word. */
const PLAIN: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ς: 'σ' },
};
const SPECIAL = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'gu');
/** Part of a name, not between two: O’Brien, Hawaiʻi. */
const APOSTROPHES = /['’ʼʻ]/gu;

/**
 * The words of a name or of a search term in the form in which they are compared: without accents, in lower case, each once. Whatever is
 * no letter or digit divides words, so no sign of a pattern language is ever left in one.
 */
export function nameWords(text: string): readonly string[] {
  const plain = text
    .slice(0, LONGEST_TEXT)
    .toWellFormed()
    .replace(APOSTROPHES, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(SPECIAL, (letter) => PLAIN[letter] ?? letter);
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return [...new Set(words.map((word) => word.slice(0, LONGEST_WORD)))].slice(0, MOST_WORDS);
}

/** The names of an account as a search compares them. */
export const comparableNames = ({
  localpart,
  displayName = '',
}: Pick<Account, 'localpart' | 'displayName'>): ComparableNames => ({
  localpart: nameWords(localpart).join(' '),
  displayName: nameWords(displayName).join(' '),
});
