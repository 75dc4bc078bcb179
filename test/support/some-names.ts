/** A piece of a name: as somebody writes it, and what it means to a search: plain lower-case letters, a blank, or nothing. */
export type NamePart = readonly [written: string, plain: string];

const same = (letters: string): readonly NamePart[] => [...letters].map((letter) => [letter, letter] as const);

/** Letters of one kind of writing each; the same meaning in several ways, composed and decomposed. */
const LATIN: readonly NamePart[] = [
  ...same('aabcdeehiilmnnorrstu'),
  ...(['É', 'é', 'e\u0301', 'Ê'] as const).map((written): NamePart => [written, 'e']),
  ...(['Ö', 'o\u0308', 'ø', 'Ø'] as const).map((written): NamePart => [written, 'o']),
  ...([
    ['ß', 'ss'],
    ['Ł', 'l'],
    ['ñ', 'n'],
    ['İ', 'i'],
    ['ı', 'i'],
    ['Æ', 'ae'],
    ['ﬁ', 'fi'],
    ['Å', 'a'],
    ['A', 'a'],
  ] as const),
];
const SCRIPTS: readonly (readonly NamePart[])[] = [
  LATIN,
  LATIN,
  LATIN,
  [...same('аеиклмнорстя'), ['Ё', 'е'], ['Й', 'и'], ['А', 'а']],
  [...same('αεικλμνορτ'), ['ς', 'σ'], ['Σ', 'σ'], ['Ά', 'α'], ['ό', 'ο']],
  [...same('田中太郎山本一二三'), ['ｱ', 'ア'], ['ガ', 'カ']],
  [...same('ابتحدرسعلمنه'), ['أ', 'ا'], ['مَ', 'م']],
  [...same('אבגדהלמנרש'), ['שׁ', 'ש']],
  [
    ['김', '김'.normalize('NFKD')],
    ['민', '민'.normalize('NFKD')],
    ['수', '수'.normalize('NFKD')],
  ],
];
const DIVIDING: readonly NamePart[] = [' ', '-', ' 🦊 ', '. ', '%', '_', ' \u202e', '/', '👩‍👩‍👧'].map((written) => [
  written,
  ' ',
]);
const INSIDE: readonly NamePart[] = ["'", '’', 'ʼ'].map((written) => [written, '']);

export type Random = () => number;

/** The same numbers in every run, from 0 to below 1 (mulberry32). */
export function makeRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('there is nothing to pick from');
  return item;
}

function someWord(random: Random): readonly NamePart[] {
  const letters = pick(random, SCRIPTS);
  const word: NamePart[] = [];
  for (let left = 1 + Math.floor(random() * 6); left > 0; left -= 1) {
    word.push(pick(random, letters));
    if (random() < 0.05) word.push(pick(random, INSIDE));
  }
  return word;
}

/** Names of one to three words in several scripts, some with emoji, apostrophes and signs of pattern languages. */
export const someNames = (random: Random, count: number): readonly (readonly NamePart[])[] =>
  Array.from({ length: count }, () => {
    const name = [...someWord(random)];
    while (random() < 0.5 && name.length < 20) name.push(pick(random, DIVIDING), ...someWord(random));
    return name;
  });

/** What people search for: pieces of these names, changed pieces, pieces of two of them, and signs alone. */
export const someTerms = (
  random: Random,
  names: readonly (readonly NamePart[])[],
  count: number,
): readonly (readonly NamePart[])[] => {
  const piece = (): readonly NamePart[] => {
    const name = pick(random, names);
    const from = Math.floor(random() * name.length);
    return name.slice(from, from + 1 + Math.floor(random() * 5));
  };
  return Array.from({ length: count }, () => {
    const kind = random();
    if (kind < 0.05) return [pick(random, DIVIDING)];
    if (kind < 0.25) return [...piece(), pick(random, DIVIDING), ...piece()];
    if (kind < 0.35) return [...piece(), pick(random, LATIN)];
    return piece();
  });
};
