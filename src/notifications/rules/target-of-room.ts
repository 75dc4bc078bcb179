import { serviceOf } from '../../kernel/channel-name.ts';
import { type AddressBook, addressesOf } from './address-book.ts';
import type { Sender } from './plan.ts';

/**
 * Which target of its sender a Matrix room stands for, as programs write rooms that know only Matrix; undefined: none.
 *
 * - The id or alias of a room that a target leads to: the first such target of the sender. A room of version 12 has no server in its
 *   id, but programs add one of their own choice, which does not count.
 * - The name of a target, as it is or in the form of an id or alias (`!ops:any.server`, `#ops:any.server`).
 */
export function targetOfRoom(room: string, { to }: Pick<Sender, 'to'>, book: AddressBook): string | undefined {
  const leadsThere = (name: string): boolean =>
    addressesOf(book, [name]).some(
      ({ channel, address }) => serviceOf(channel) === 'matrix' && isSameRoom(address, room),
    );
  const [, named] = /^[!#]?([^:]+)(?::.*)?$/s.exec(room) ?? [];
  return to.find(leadsThere) ?? to.find((name) => name === named && book.has(name));
}

const isSameRoom = (known: string, asked: string): boolean =>
  known === asked || (/^![^:]+$/.test(known) && asked.startsWith(`${known}:`));
