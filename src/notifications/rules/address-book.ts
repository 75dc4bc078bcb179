import { endOfQuiet, type QuietHours } from './quiet-hours.ts';

/** One address of one channel. */
export interface Address {
  readonly channel: string;
  /** As the channel's `readAddress` returned it. */
  readonly address: string;
}

/** An address as a person writes it, and as it is told from others: `telegram:-100123`. */
export const writtenAddress = ({ channel, address }: Address): string => `${channel}:${address}`;

/** How what goes to the addresses of a target is held back, unless it is urgent. What is left out holds nothing back. */
export interface Manner {
  readonly quiet?: QuietHours;
  /** `off`: at once, whatever a target in it says. */
  readonly digest?: Digest | 'off';
}

/** What comes is collected and goes out together. */
export type Digest = {
  /** The target or route that wants it so. */
  readonly of: string;
  /** How long is collected, from the first on. Milliseconds. */
  readonly every: number;
};

/** The digest in which something goes out; undefined: by itself. */
export const digestIn = ({ digest }: Manner): Digest | undefined => (digest === 'off' ? undefined : digest);

/** The manners of targets, by their names; a target that is missing holds nothing back. */
export type Manners = ReadonlyMap<string, Manner>;

/** An address, and how what goes there is held back. */
export interface Reached extends Address {
  readonly manner: Manner;
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
      else found.set(writtenAddress(entry), entry);
    }
  };
  for (const name of names) walk(name);
  return [...found.values()];
}

/**
 * When something goes out that may go at `at`: then, or when its digest is due that begins with it; or when the quiet hours are over
 * in which that lies. Epoch milliseconds.
 */
export function goesOutAt(manner: Manner, at: number): number {
  const earliest = at + (digestIn(manner)?.every ?? 0);
  return (manner.quiet && endOfQuiet(manner.quiet, earliest)) ?? earliest;
}

/** The further account of a channel by which its addresses go: `telegram` → `telegram@alarm`. */
export type Accounts = ReadonlyMap<string, string>;

/** Names of targets, and what counts instead of what these say. */
export interface Way {
  readonly names: readonly string[];
  readonly manner: Manner;
  /** Left out: none. */
  readonly accounts?: Accounts | undefined;
}

/** The same addresses, where there is an account for them by that. */
export const byAccount = (addresses: readonly Address[], accounts: Accounts): readonly Address[] =>
  addresses.map((to) => ({ ...to, channel: accounts.get(to.channel) ?? to.channel }));

/**
 * Returns every address that these ways lead to, each once, with the manner in which it is reached. A target passes its own on
 * to the targets in it, and what it says counts instead of what those say. An address that several ways lead to is reached by the one
 * on which it has to wait the least, the first of equals; two ways to one address that differ in the account alone do not reach it twice.
 *
 * @param at when it may go out, epoch milliseconds
 */
export function reach(book: AddressBook, manners: Manners, ways: readonly Way[], at: number): readonly Reached[] {
  const found = new Map<string, Reached>();
  const seen = new Set<string>();
  const walk = (name: string, outer: Manner, accounts: Accounts | undefined): void => {
    const manner = { ...manners.get(name), ...outer };
    const way = JSON.stringify([name, manner]);
    if (seen.has(way)) return;
    seen.add(way);
    for (const entry of book.get(name) ?? []) {
      if ('target' in entry) walk(entry.target, manner, accounts);
      else {
        const { channel, address } = entry;
        keepSooner(found, entry, { channel: accounts?.get(channel) ?? channel, address, manner }, at);
      }
    }
  };
  for (const { names, manner, accounts } of ways) for (const name of names) walk(name, manner, accounts);
  // A target may name the very account that a way would choose.
  const once = new Map<string, Reached>();
  for (const reached of found.values()) keepSooner(once, reached, reached, at);
  return [...once.values()];
}

function keepSooner(found: Map<string, Reached>, named: Address, reached: Reached, at: number): void {
  const name = writtenAddress(named);
  const known = found.get(name);
  if (known === undefined || goesOutAt(reached.manner, at) < goesOutAt(known.manner, at)) found.set(name, reached);
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
