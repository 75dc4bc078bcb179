import { parseRoomId, type RoomAlias, type RoomId } from '../kernel/matrix-id.ts';
import type { HomeserverClient } from './client.ts';
import { refusalOf } from './refusal.ts';

/** The room that an alias leads to; an ID is taken as it is. Undefined: there is no such alias. Throws `Fault`. */
export async function roomIdOf(
  client: HomeserverClient,
  room: RoomAlias | RoomId,
  signal?: AbortSignal,
): Promise<RoomId | undefined> {
  if (room.startsWith('!')) return room as RoomId;
  const response = await client.ask('GET', `/_matrix/client/v3/directory/room/${encodeURIComponent(room)}`, { signal });
  if (response.status === 404) return undefined;
  if (response.status >= 300) throw refusalOf(response);
  return parseRoomId(response.body['room_id']);
}
