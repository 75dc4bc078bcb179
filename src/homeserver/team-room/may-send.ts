import type { UserId } from '../../kernel/matrix-id.ts';
import { levelToSend, powerOf } from '../rooms/power.ts';
import { type RoomState, versionKnown } from '../rooms/room-state.ts';
import type { RoomTrouble } from './team-room.ts';

/** What Porter sends, and what people call it. */
const sent = [
  ['m.room.message', 'messages'],
  ['m.reaction', 'reactions'],
] as const;

/**
 * Returns what the power levels keep Porter from sending; undefined if it may send everything. Also undefined for a room that was
 * replaced (clients take everybody's right to send there) and for an unknown room version.
 */
export function maySendTrouble(state: RoomState, sender: UserId): RoomTrouble | undefined {
  if (state.replaced !== undefined || !versionKnown(state.version)) return undefined;
  const own = powerOf(sender, state);
  const short = sent
    .map(([type, name]) => ({ name, level: levelToSend(type, state) }))
    .filter(({ level }) => own < level);
  if (short.length === 0) return undefined;
  return {
    code: 'may-not-send',
    detail: `${short.map(({ name, level }) => `${name} (that takes ${level})`).join(' and ')}; its power level is ${own}`,
    expected: String(Math.max(...short.map(({ level }) => level))),
  };
}
