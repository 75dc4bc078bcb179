import type { RoomId } from '../../kernel/matrix-id.ts';

/** What Porter remembers of something it has said in a room. */
export const saidHere = (roomId: RoomId, what: string): string => `${what} ${roomId}`;

/** What was said last in this room, as `saidHere` remembers it; '' if nothing was, or in another room. */
export function saidIn(roomId: RoomId, remembered: string | undefined): string {
  const end = ` ${roomId}`;
  return remembered?.endsWith(end) ? remembered.slice(0, -end.length) : '';
}
