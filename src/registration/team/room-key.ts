import { enRoom } from '../../texts/en/room.ts';
import type { TextKey } from '../../texts/say.ts';

/** A sentence that Porter says in the team room. */
export type RoomKey = Extract<TextKey, `room.${string}`>;

/** Reads a key that a stored job carries; undefined when this version has no such sentence. */
export const parseRoomKey = (text: unknown): RoomKey | undefined =>
  typeof text === 'string' && (Object.hasOwn(enRoom, text) || Object.hasOwn(enRoom, `${text}_other`))
    ? (text as RoomKey)
    : undefined;
