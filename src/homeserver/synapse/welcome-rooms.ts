import { Fault } from '../../kernel/fault.ts';
import type { RoomAlias, RoomId, UserId } from '../../kernel/matrix-id.ts';
import type { MissedRoom, WelcomeRooms } from '../../registration/ports/welcome-rooms.ts';
import type { HomeserverClient, MatrixResponse } from '../client.ts';
import { askState } from '../rooms/ask-state.ts';
import { isElsewhere, roomIdOf } from '../rooms/room-id-of.ts';
import { missedRoom, type WelcomeRoomTrouble, welcomeRoomTrouble } from '../rooms/welcome-room.ts';
import { ADMIN } from './admin-api.ts';
import { makeSynapseDirectory } from './directory.ts';

export interface WelcomeRoomsNeeds {
  readonly client: HomeserverClient;
  /** Rooms and spaces, in the order in which people should meet them. */
  readonly rooms: readonly (RoomAlias | RoomId)[];
}

const enc = encodeURIComponent;

/**
 * Brings new accounts into rooms and spaces: joined by the admin API where that is possible (public rooms; others in which Porter
 * may invite), invited otherwise.
 */
export function makeWelcomeRooms({ client, rooms }: WelcomeRoomsNeeds): WelcomeRooms {
  const directory = makeSynapseDirectory(client);

  async function joinedRooms(userId: UserId, signal: AbortSignal): Promise<ReadonlySet<unknown>> {
    const body = await client.call('GET', `${ADMIN}/v1/users/${enc(userId)}/joined_rooms`, { signal });
    return new Set(Array.isArray(body['joined_rooms']) ? body['joined_rooms'] : []);
  }

  const join = (userId: UserId, room: RoomId, signal: AbortSignal): Promise<MatrixResponse> =>
    client.ask('POST', `${ADMIN}/v1/join/${enc(room)}`, {
      ...{ body: { user_id: userId }, returnForbidden: true, returnElsewhere: true, signal },
    });

  /** Brings a person in; undefined if that worked, otherwise why it did not. */
  async function bring(userId: UserId, room: RoomId, signal: AbortSignal): Promise<WelcomeRoomTrouble | undefined> {
    if ((await join(userId, room, signal)).status < 300) return undefined;
    // Read only after a refusal, because the state of a large room is long.
    const state = await askState(directory, room, signal);
    const trouble = welcomeRoomTrouble(state, client.sender, userId);
    if (state === undefined || (trouble !== undefined && trouble.code !== 'replaced')) return trouble;
    if (state.members.get(client.sender)?.membership === 'invite') {
      const entered = await client.ask('POST', `/_matrix/client/v3/join/${enc(room)}`, {
        ...{ returnElsewhere: true, signal },
      });
      if (entered.status < 300 && (await join(userId, room, signal)).status < 300) return undefined;
    }
    const membership = state.members.get(userId)?.membership;
    if (membership === 'join' || membership === 'invite') return undefined;
    // Where the homeserver does not let the account be joined, an invitation is the next best.
    const invited = await client.ask('POST', `/_matrix/client/v3/rooms/${enc(room)}/invite`, {
      ...{ body: { user_id: userId }, signal },
    });
    return invited.status < 300 ? undefined : { code: 'refused', detail: codeOf(invited) };
  }

  async function tryToBring(
    userId: UserId,
    room: RoomAlias | RoomId,
    inside: ReadonlySet<unknown>,
    signal: AbortSignal,
  ): Promise<WelcomeRoomTrouble | undefined> {
    try {
      const id = await roomIdOf(client, room, signal);
      if (id === 'unanswered') return { code: 'alias-unanswered' };
      if (id === undefined) return { code: 'unknown' };
      const trouble = inside.has(id) ? undefined : await bring(userId, id, signal);
      // An alias of another server leads to a room, but our server is not in there yet.
      return trouble?.code === 'unknown' && isElsewhere(room, client) ? { code: 'not-here' } : trouble;
    } catch (error) {
      if (!(error instanceof Fault) || error.scope === 'channel' || error.retryable) throw error;
      return { code: 'refused', detail: error.code };
    }
  }

  return {
    async admit(userId, signal) {
      // Inside already is no error, but has no code of its own either (Synapse, admin API, Edit Room Membership): compared beforehand.
      const inside = rooms.length === 0 ? new Set() : await joinedRooms(userId, signal);
      const missed: MissedRoom[] = [];
      for (const room of rooms) {
        const trouble = await tryToBring(userId, room, inside, signal);
        if (trouble !== undefined) missed.push(missedRoom(trouble, room, client.sender));
      }
      return missed;
    },
  };
}

const codeOf = ({ status, errcode }: MatrixResponse): string => errcode ?? String(status);
