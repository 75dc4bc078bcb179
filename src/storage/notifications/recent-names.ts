/** Hexadecimal digits that a number holds exactly: 52 bits. Of a million names, two are taken for one once in ten thousand times. */
const DIGITS = 13;

/**
 * Finds the newest row of a name without an index in the database, whose pages each new name would dirty at another place. It is a
 * hint: the row says whether it is the name's.
 */
export interface RecentNames {
  /** @param name ends in a digest in hexadecimal digits @param seq of the row */
  remember(name: string, seq: number): void;
  find(name: string): number | undefined;
  clear(): void;
}

/** @param half how many names are remembered at least; twice as many at most, about 55 bytes each */
export function makeRecentNames(half: number): RecentNames {
  // When the younger half is full the older one is forgotten as a whole, which costs nothing per name.
  let [young, old] = [new Map<number, number>(), new Map<number, number>()];
  const keyOf = (name: string): number => Number.parseInt(name.slice(-DIGITS), 16);
  return {
    remember(name, seq) {
      if (young.size >= half) [young, old] = [new Map(), young];
      young.set(keyOf(name), seq);
    },
    find(name) {
      const key = keyOf(name);
      return young.get(key) ?? old.get(key);
    },
    clear() {
      [young, old] = [new Map(), new Map()];
    },
  };
}
