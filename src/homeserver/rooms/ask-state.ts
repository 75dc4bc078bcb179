import type { RoomId } from '../../kernel/matrix-id.ts';
import type { Directory } from '../directory.ts';
import { parseRoomState, type RoomState } from './room-state.ts';

/** Reads the whole state of a room in one request; undefined if our server knows no such room. */
export async function askState(
  directory: Pick<Directory, 'stateOf'>,
  room: RoomId,
  signal?: AbortSignal,
): Promise<RoomState | undefined> {
  const events = await directory.stateOf(room, signal);
  return events && parseRoomState(events);
}

/** As `askState`, with an empty state for an unknown room: nobody is in it. */
export const askStateOrNone = async (directory: Pick<Directory, 'stateOf'>, room: RoomId): Promise<RoomState> =>
  (await askState(directory, room)) ?? parseRoomState([]);
