/** Words of one name that a search can begin with; nobody's name has more. */
const MOST_WORDS = 12;
/** UTF-16 units of one word that are compared. */
const LONGEST_WORD = 60;
/** UTF-16 units of a text that are read at all. */
const LONGEST_TEXT = 300;

/**
 * The words of a name or of a search term in the form in which they are compared: without accents, in lower case, each once. Whatever is
 * no letter or digit divides words, so no sign of a pattern language is ever left in one.
 */
export function nameWords(text: string): readonly string[] {
  const plain = text
    .slice(0, LONGEST_TEXT)
    .toWellFormed()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    // What has no accent to lose is written as people type it who do not have the key.
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l');
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return [...new Set(words.map((word) => word.slice(0, LONGEST_WORD)))].slice(0, MOST_WORDS);
}
