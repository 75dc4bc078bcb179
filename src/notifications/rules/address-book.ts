/** One address of one channel. */
export interface Address {
  readonly channel: string;
  /** As the channel's `readAddress` returned it. */
  readonly address: string;
}

/** What a target leads to: an address, or another target by its name. */
export type Entry = Address | { readonly target: string };

/** The targets by name. */
export type AddressBook = ReadonlyMap<string, readonly Entry[]>;

/**
 * Returns every address that these targets lead to, each once, in the order of the file. A name that is not in the book leads
 * nowhere; a ring of targets is walked once.
 */
export function addressesOf(book: AddressBook, names: readonly string[]): readonly Address[] {
  const found = new Map<string, Address>();
  const seen = new Set<string>();
  const walk = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const entry of book.get(name) ?? []) {
      if ('target' in entry) walk(entry.target);
      else found.set(`${entry.channel}:${entry.address}`, entry);
    }
  };
  for (const name of names) walk(name);
  return [...found.values()];
}

/** A ring of targets through this one, as names in order (`['a', 'b', 'a']`); undefined if it leads into none. */
export function ringThrough(book: AddressBook, name: string): readonly string[] | undefined {
  const walk = (at: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.length > 0 && at === name) return [...path, at];
    if (path.includes(at)) return undefined;
    for (const entry of book.get(at) ?? []) {
      const ring = 'target' in entry ? walk(entry.target, [...path, at]) : undefined;
      if (ring) return ring;
    }
    return undefined;
  };
  return walk(name, []);
}
