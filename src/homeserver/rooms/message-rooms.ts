import type { Logger } from '../../kernel/log.ts';
import {
  localpartOf,
  parseRoomId,
  parseUserId,
  type RoomId,
  serverNameOf,
  type UserId,
} from '../../kernel/matrix-id.ts';
import { ok, refuse } from '../../kernel/outcome.ts';
import type { MessageRooms } from '../../ports/message-rooms.ts';
import type { HomeserverClient, JsonObject } from '../client.ts';
import { isRedacted } from '../event-state.ts';
import { refusalOf, wordsOf } from '../refusal.ts';
import { makeDirectRooms } from './direct-rooms.ts';
import { levelToSend, powerOf } from './power.ts';
import { roomIdOf } from './room-id-of.ts';
import { parseRoomState, versionKnown } from './room-state.ts';
import type { WhyNotInvited } from './why-not-invited.ts';

export interface MessageRoomsNeeds {
  readonly client: HomeserverClient;
  readonly whyNotInvited: WhyNotInvited;
  readonly log: Logger;
}

const enc = encodeURIComponent;

/** The state that a look needs. */
const lookedAt = ['m.room.encryption', 'm.room.power_levels', 'm.room.create', 'm.room.tombstone'] as const;

/** The rooms of the homeserver behind `client`, whether its user is an appservice's or a plain account. */
export function makeMessageRooms({ client, whyNotInvited, log }: MessageRoomsNeeds): MessageRooms {
  /** State of a room as events. `outside`: Porter may not read it. @param format `event`: also who sent it */
  async function stateOf(room: RoomId, type: string, signal: AbortSignal | undefined, format?: 'event') {
    const response = await client.ask('GET', `/_matrix/client/v3/rooms/${enc(room)}/state/${type}/`, {
      ...{ signal, query: format === undefined ? {} : { format } },
    });
    if (response.status === 404) return [];
    if (response.status === 403) return { outside: wordsOf(response) };
    if (response.status >= 300) throw refusalOf(response);
    const event: JsonObject = format === undefined ? { content: response.body } : response.body;
    return [{ ...event, type, state_key: '' }];
  }

  return {
    sender: client.sender,
    ...makeDirectRooms({ client, whyNotInvited, log }),

    async whoAmI(signal) {
      const { user_id: user } = await client.call('GET', '/_matrix/client/v3/account/whoami', { signal });
      return parseUserId(user) ?? client.sender;
    },

    async findByAlias(alias, signal) {
      const found = await roomIdOf(client, alias, signal);
      if (found === 'unanswered') return refuse('unknown', `${serverNameOf(alias)} does not say where it leads`);
      return found === undefined ? refuse('unknown', 'M_NOT_FOUND') : ok(found);
    },

    async enter(room, signal, by) {
      const response = await client.ask('POST', `/_matrix/client/v3/join/${enc(room)}`, {
        ...{ signal, query: viaOf(room, by), returnElsewhere: true },
      });
      if (response.status >= 300) return refuse('not-let-in', wordsOf(response));
      log.info('entered a room for notifications', { room });
      return ok(parseRoomId(response.body['room_id']) ?? room);
    },

    async nameIn(room, user) {
      const path = `/_matrix/client/v3/rooms/${enc(room)}/state/m.room.member/${enc(user)}`;
      const { displayname: name } = (await client.ask('GET', path)).body;
      return typeof name === 'string' && name.trim() !== '' ? name : localpartOf(user);
    },

    async look(room, signal) {
      const events: JsonObject[] = [];
      for (const type of lookedAt) {
        const found = await stateOf(room, type, signal, type === 'm.room.create' ? 'event' : undefined);
        if ('outside' in found) return refuse('outside', found.outside);
        events.push(...found);
      }
      const state = parseRoomState(events);
      const maySend =
        !versionKnown(state.version) || powerOf(client.sender, state) >= levelToSend('m.room.message', state);
      return ok({ encrypted: state.encrypted, maySend, replaced: state.replaced !== undefined });
    },

    async eventState(room, event, signal) {
      const response = await client.ask('GET', `/_matrix/client/v3/rooms/${enc(room)}/event/${enc(event)}`, { signal });
      if (response.status === 404 || response.status === 403) return 'gone';
      if (response.status >= 300) throw refusalOf(response);
      return isRedacted(response.body) ? 'redacted' : 'whole';
    },
  };
}

/** A server that knows the room, in case ours does not. A room ID of version 12 names none. */
function viaOf(room: RoomId, by: UserId | undefined): { readonly via?: string } {
  if (by !== undefined) return { via: serverNameOf(by) };
  const at = room.indexOf(':');
  return at === -1 ? {} : { via: room.slice(at + 1) };
}
