import type { RoomId } from '../../kernel/matrix-id.ts';
import type { Directory } from '../directory.ts';
import { parseRoomState, type RoomState } from './room-state.ts';

/** The whole state of a room in one question. Undefined: our server knows no such room. */
export async function askState(directory: Directory, room: RoomId): Promise<RoomState | undefined> {
  const events = await directory.stateOf(room);
  return events && parseRoomState(events);
}

/** A room that is gone has no state: nobody is in it. */
export const askStateOrNone = async (directory: Directory, room: RoomId): Promise<RoomState> =>
  (await askState(directory, room)) ?? parseRoomState([]);
