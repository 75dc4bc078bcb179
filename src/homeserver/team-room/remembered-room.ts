import { parseRoomId, type RoomAlias, type RoomId } from '../../kernel/matrix-id.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';

/** What Porter knows of its team room under the configured name. */
export interface KnownRoom {
  /** The room in which Porter was last. */
  readonly remembered: RoomId | undefined;
  /**
   * The room that Porter may enter and is about to join. Kept before it joins: whoever is inside cannot tell any more, after a kill, that
   * an invitation by a server admin brought it there.
   */
  readonly entering: RoomId | undefined;
}

/** By the configured name: another name in the configuration begins anew. */
const nameOf = (room: RoomAlias | RoomId): string => `team-room:${room}`;

/** One value holds both, so that they change together: `<remembered> <entering>`. Either may be missing. */
export async function recallRoom(memory: Pick<MemoryStore, 'recall'>, room: RoomAlias | RoomId): Promise<KnownRoom> {
  const [remembered, entering] = ((await memory.recall(nameOf(room))) ?? '').split(' ');
  return { remembered: parseRoomId(remembered), entering: parseRoomId(entering) };
}

export const rememberRoom = (
  memory: Pick<MemoryStore, 'remember'>,
  room: RoomAlias | RoomId,
  { remembered, entering }: KnownRoom,
): Promise<void> => memory.remember(nameOf(room), `${remembered ?? ''}${entering === undefined ? '' : ` ${entering}`}`);
