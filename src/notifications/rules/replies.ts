import type { RoomId } from '../../kernel/matrix-id.ts';
import { type AddressBook, addressesOf, writtenAddress } from './address-book.ts';

/** The room in which remarks of a target's people are shown, by the name of the target. */
export type RepliesRooms = ReadonlyMap<string, RoomId>;

/** Where a remark is shown: the rooms by the address at which it was made. */
export type HeardAddresses = ReadonlyMap<string, readonly RoomId[]>;

/** Turns the targets' rooms around: who writes at an address of several targets is shown in the room of each. */
export function heardAddresses(book: AddressBook, rooms: RepliesRooms): HeardAddresses {
  const heard = new Map<string, Set<RoomId>>();
  for (const [target, room] of rooms) {
    for (const address of addressesOf(book, [target])) {
      const name = writtenAddress(address);
      heard.set(name, (heard.get(name) ?? new Set()).add(room));
    }
  }
  return new Map([...heard].map(([name, found]) => [name, [...found]]));
}

/**
 * Returns the rooms in which a remark is shown; none if nobody wants to hear it.
 *
 * @param at the addresses under which a target may name where it was made, e.g. a topic and its group
 */
export const roomsFor = (heard: HeardAddresses, channel: string, at: readonly string[]): readonly RoomId[] => [
  ...new Set(at.flatMap((address) => heard.get(writtenAddress({ channel, address })) ?? [])),
];

/** Such a text is meant for a program that listens in a room. No person elsewhere may speak to it by a ghost. */
export const isCommand = (text: string | undefined): boolean => text !== undefined && /^\s*!\w/.test(text);
