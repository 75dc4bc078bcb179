import { parseRoomId, parseUserId, type RoomId, type UserId } from '../../kernel/matrix-id.ts';
import type { HomeserverClient, JsonObject } from '../client.ts';
import { refusalOf } from '../refusal.ts';

/** Rooms that are looked at for one person. */
const MOST_LISTED = 10;

/** `m.direct` in the account data of Porter's user: which rooms are direct chats, and with whom. Only this process writes it. */
export interface DirectList {
  /** The newest first. Throws `Fault`. */
  roomsWith(user: UserId, signal: AbortSignal): Promise<readonly RoomId[]>;
  /** Throws `Fault`. */
  add(user: UserId, room: RoomId, signal: AbortSignal): Promise<void>;
  /** Whose direct chat with Porter a room is; undefined: nobody's. Throws `Fault`. */
  personIn(room: RoomId): Promise<UserId | undefined>;
}

export function makeDirectList(client: HomeserverClient): DirectList {
  const path = `/_matrix/client/v3/user/${encodeURIComponent(client.sender)}/account_data/m.direct`;
  /** As it was read or written last. */
  let known: JsonObject | undefined;
  /** One after the other: each writes the whole list. */
  let adding: Promise<unknown> = Promise.resolve();

  async function read(signal?: AbortSignal): Promise<JsonObject> {
    const response = await client.ask('GET', path, { signal });
    if (response.status >= 300 && response.status !== 404) throw refusalOf(response);
    known = response.status === 404 ? {} : response.body;
    return known;
  }

  async function write(user: UserId, room: RoomId, signal: AbortSignal): Promise<void> {
    const all = await read(signal);
    const rooms = roomsIn(all, user);
    if (rooms.includes(room)) return;
    const body = { ...all, [user]: [room, ...rooms] };
    await client.call('PUT', path, { body, signal });
    known = body;
  }

  return {
    roomsWith: async (user, signal) => roomsIn(await read(signal), user),

    async add(user, room, signal) {
      const before = adding;
      adding = before.catch(() => undefined).then(() => write(user, room, signal));
      await adding;
    },

    async personIn(room) {
      const all = known ?? (await read());
      return parseUserId(Object.keys(all).find((user) => roomsIn(all, user).includes(room)));
    },
  };
}

function roomsIn(all: JsonObject, user: string): readonly RoomId[] {
  const rooms = all[user];
  return (Array.isArray(rooms) ? rooms.slice(0, MOST_LISTED) : [])
    .map(parseRoomId)
    .filter((room) => room !== undefined);
}
