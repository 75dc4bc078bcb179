import { type Clock, SECOND } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import { orAborted } from '../../kernel/or-aborted.ts';
import { bareOf } from './address.ts';
import { roomFault, type StanzaRefusal, xmppFault } from './classify.ts';
import type { Connection } from './connection.ts';
import {
  attributeOf,
  discoStanza,
  givesOccupantIds,
  hasStatus,
  isGroupChat,
  joinStanza,
  leaveStanza,
  refusalIn,
  type Stanza,
} from './stanzas.ts';

/** Milliseconds to enter; a group chat may be at a server that says nothing. */
const ENTER_MS = 30 * SECOND;
/** Names that are tried when somebody else has the first one. */
const MOST_NICKS = 5;

/** The group chats that Porter is in. */
export interface Rooms {
  /**
   * Enters a group chat unless Porter is in it. Never makes one: entering one that does not exist would. Throws `Fault`; or the
   * signal's reason once that aborts.
   */
  enter(room: string, connection: Connection, signal: AbortSignal): Promise<void>;
  heard(stanza: Stanza): void;
  /** Is this the address of Porter in a group chat? */
  isOwn(occupant: string): boolean;
  /** Are the ids of occupants in messages from this group chat its own? */
  givesOccupantIds(room: string): boolean;
  /** Porter is in this one no more; without an argument, in none. */
  forget(room?: string): void;
}

const SILENT: StanzaRefusal = { condition: 'remote-server-timeout', type: 'wait', text: '' };
const MADE: StanzaRefusal = { condition: 'item-not-found', type: 'cancel', text: '' };

interface Room {
  readonly entered: Promise<void>;
  /** With the name behind the `/`; undefined while entering. */
  occupant: string | undefined;
  /** False while entering. */
  givesOccupantIds: boolean;
}

/** @param nick the name that Porter takes in group chats, unless somebody else has it */
export function makeRooms(nick: string, clock: Pick<Clock, 'after'>): Rooms {
  const rooms = new Map<string, Room>();
  const entering = new Map<string, (refusal: StanzaRefusal | undefined) => void>();

  /** @param learn is told of ids of occupants before the first message can come */
  async function enter(room: string, connection: Connection, learn: (gives: boolean) => void): Promise<void> {
    learn(givesOccupantIds(await lookAtGroupChat(room, connection)));
    for (let number = 1; ; number += 1) {
      const name = number === 1 ? nick : `${nick}-${number}`;
      const response = Promise.withResolvers<StanzaRefusal | undefined>();
      entering.set(room, response.resolve);
      try {
        await connection.send(joinStanza(room, name));
        const refusal = await Promise.race([response.promise, connection.ended.then((fault) => Promise.reject(fault))]);
        if (refusal === undefined) return;
        // It went away between question and entering. Left at once, it is gone again.
        if (refusal === MADE) await connection.send(leaveStanza(room, name));
        if (refusal.condition !== 'conflict' || number === MOST_NICKS) throw roomFault(refusal);
      } finally {
        entering.delete(room);
      }
    }
  }

  async function within(entering: Promise<void>): Promise<void> {
    const late = Promise.withResolvers<never>();
    const cancel = clock.after(ENTER_MS, () => late.reject(roomFault(SILENT)));
    await Promise.race([entering, late.promise]).finally(cancel);
  }

  return {
    enter(room, connection, signal) {
      let known = rooms.get(room);
      if (known === undefined) {
        const entered = within(
          enter(room, connection, (gives) => {
            mine.givesOccupantIds = gives;
          }),
        );
        const mine: Room = { entered, occupant: undefined, givesOccupantIds: false };
        known = mine;
        rooms.set(room, known);
        entered.catch(() => {
          if (rooms.get(room) === mine) rooms.delete(room);
        });
      }
      return orAborted(known.entered, signal);
    },

    heard(stanza) {
      if (!stanza.is('presence')) return;
      const from = attributeOf(stanza, 'from');
      const room = bareOf(from);
      const known = rooms.get(room);
      if (known === undefined) return;
      const type = attributeOf(stanza, 'type');
      if (type === 'error') return entering.get(room)?.(refusalIn(stanza));
      if (!hasStatus(stanza, '110')) return;
      if (type === 'unavailable') return void rooms.delete(room);
      if (hasStatus(stanza, '201')) return entering.get(room)?.(MADE);
      known.occupant = from;
      entering.get(room)?.(undefined);
    },

    givesOccupantIds: (room) => rooms.get(room)?.givesOccupantIds ?? false,

    isOwn: (occupant) => rooms.get(bareOf(occupant))?.occupant === occupant,

    forget(room) {
      if (room === undefined) rooms.clear();
      else rooms.delete(room);
    },
  };
}

/** What a group chat says of itself. Throws `Fault` if the address is none. */
async function lookAtGroupChat(room: string, connection: Connection): Promise<Stanza | undefined> {
  let found: Stanza;
  try {
    found = await connection.ask(discoStanza(room));
  } catch (error) {
    const { name, condition, text, type } = error as Partial<Record<'name' | keyof StanzaRefusal, string>>;
    if (error instanceof Fault) throw error;
    // Anything else is the library's time limit.
    if (name !== 'StanzaError') throw roomFault(SILENT);
    throw roomFault({ condition: condition ?? 'undefined-condition', text: text ?? '', type: type ?? '' });
  }
  const query = found.getChild('query');
  if (isGroupChat(query)) return query;
  throw xmppFault('The address is not one of a group chat', {
    ...{ code: 'xmpp.no-room', retryable: false, scope: 'person' },
    remedy: 'Correct it in the target; the address of a person is written without "muc:" and "?join".',
  });
}
