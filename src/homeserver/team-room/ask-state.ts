import type { RoomId } from '../../kernel/matrix-id.ts';
import type { HomeserverClient } from '../client.ts';
import { refusalOf } from '../refusal.ts';
import { parseRoomState, type RoomState } from './room-state.ts';

/**
 * The whole state of a room in one question. By the admin API, which also answers for rooms that Porter is not in (so that an
 * invitation shows who made it). Undefined: our server knows no such room.
 */
export async function askState(client: HomeserverClient, roomId: RoomId): Promise<RoomState | undefined> {
  const answer = await client.ask('GET', `/_synapse/admin/v1/rooms/${encodeURIComponent(roomId)}/state`);
  if (answer.status === 404 || answer.status === 400) return undefined;
  if (answer.status >= 300) throw refusalOf(answer);
  return parseRoomState(Array.isArray(answer.body['state']) ? answer.body['state'] : []);
}

/** A room that is gone has no state: nobody is in it. */
export const askStateOrNone = async (client: HomeserverClient, roomId: RoomId): Promise<RoomState> =>
  (await askState(client, roomId)) ?? parseRoomState([]);
