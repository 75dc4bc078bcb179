import { parseRoomId, type RoomAlias, type RoomId } from '../../kernel/matrix-id.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';

/** By the configured name: another name in the configuration begins anew. */
const nameOf = (room: RoomAlias | RoomId): string => `team-room:${room}`;

/** The room in which Porter was last under this name; undefined if it never was in one. */
export const recallRoom = async (
  memory: Pick<MemoryStore, 'recall'>,
  room: RoomAlias | RoomId,
): Promise<RoomId | undefined> => parseRoomId(await memory.recall(nameOf(room)));

export const rememberRoom = (memory: MemoryStore, room: RoomAlias | RoomId, entered: RoomId): Promise<void> =>
  memory.remember(nameOf(room), entered);
