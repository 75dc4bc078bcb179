import { Fault } from '../../kernel/fault.ts';
import type { Logger } from '../../kernel/log.ts';
import type { RoomAlias, RoomId, UserId } from '../../kernel/matrix-id.ts';
import type { WelcomeRooms } from '../../registration/ports/welcome-rooms.ts';
import type { HomeserverClient } from '../client.ts';
import { refusalOf } from '../refusal.ts';
import { roomIdOf } from '../room-id-of.ts';
import { ADMIN } from './admin-api.ts';

export interface WelcomeRoomsNeeds {
  readonly client: HomeserverClient;
  /** Rooms and spaces, in the order in which people should meet them. */
  readonly rooms: readonly (RoomAlias | RoomId)[];
  readonly log: Logger;
}

const enc = encodeURIComponent;

/**
 * Brings new accounts into rooms and spaces: joined by the admin API where that is possible (public rooms; private ones in
 * which Porter may invite), invited otherwise. A room that cannot be entered is a warning and keeps nobody out of the others.
 */
export function makeWelcomeRooms({ client, rooms, log }: WelcomeRoomsNeeds): WelcomeRooms {
  async function joinedRooms(userId: UserId, signal: AbortSignal): Promise<ReadonlySet<unknown>> {
    const body = await client.call('GET', `${ADMIN}/v1/users/${enc(userId)}/joined_rooms`, { signal });
    return new Set(Array.isArray(body['joined_rooms']) ? body['joined_rooms'] : []);
  }

  /** Returns false if neither joining nor inviting was possible. */
  async function bring(userId: UserId, room: RoomId, signal: AbortSignal): Promise<boolean> {
    const joined = await client.ask('POST', `${ADMIN}/v1/join/${enc(room)}`, {
      ...{ body: { user_id: userId }, returnForbidden: true, signal },
    });
    if (joined.status < 300) return true;
    if (joined.status === 404) throw refusalOf(joined);
    // Inviting works where Porter is inside and the join rule asks for more than an invitation by it.
    const invited = await client.ask('POST', `/_matrix/client/v3/rooms/${enc(room)}/invite`, {
      ...{ body: { user_id: userId }, signal },
    });
    if (invited.status < 300) return true;
    const membership = await client.ask(
      'GET',
      `/_matrix/client/v3/rooms/${enc(room)}/state/m.room.member/${enc(userId)}`,
      { signal },
    );
    return ['join', 'invite'].includes(String(membership.body['membership']));
  }

  return {
    async admit(userId, signal) {
      // Inside already is no error, but has no code of its own either (Synapse, admin API, Edit Room Membership): compared beforehand.
      const inside = rooms.length === 0 ? new Set() : await joinedRooms(userId, signal);
      for (const room of rooms) {
        let id: RoomId | undefined;
        try {
          id = await roomIdOf(client, room, signal);
          if (id !== undefined && inside.has(id)) continue;
          if (id !== undefined && (await bring(userId, id, signal))) continue;
        } catch (error) {
          if (!(error instanceof Fault) || error.scope === 'channel' || error.retryable) throw error;
        }
        log.warn('a new account could not be brought into a welcome room', {
          room,
          remedy: id === undefined ? 'There is no such room.' : 'Invite Porter there, with the right to invite others.',
        });
      }
    },
  };
}
