import { enRoom } from '../../texts/en/room.ts';
import type { TextKey } from '../../texts/say.ts';

/** A sentence that Porter says in the team room. */
export type RoomKey = Extract<TextKey, `room.${string}`>;

/** Jobs carry keys as text; a key that this version does not know any more is undefined. */
export const parseRoomKey = (text: unknown): RoomKey | undefined =>
  typeof text === 'string' && (Object.hasOwn(enRoom, text) || Object.hasOwn(enRoom, `${text}_other`))
    ? (text as RoomKey)
    : undefined;
