import type { UserId } from '../../kernel/matrix-id.ts';
import { creatorsRule, type RoomState } from './room-state.ts';

/** Power level of a user (spec, m.room.power_levels); a creator of a room of version 12 stands above every level. */
export function powerOf(user: UserId, state: RoomState): number {
  if (state.creators.has(user) && creatorsRule(state.version)) return Number.POSITIVE_INFINITY;
  if (state.power === undefined) return state.creators.has(user) ? 100 : 0;
  return state.power.users.get(user) ?? state.power.usersDefault;
}

/*
 * The level that something takes (spec, m.room.power_levels). In a room without power levels everybody may do everything.
 */

export const levelToSend = (type: string, { power }: RoomState): number =>
  power?.events.get(type) ?? power?.eventsDefault ?? 0;

export const levelForState = (type: string, { power }: RoomState): number =>
  power?.events.get(type) ?? power?.stateDefault ?? 0;

export const levelToInvite = ({ power }: RoomState): number => power?.invite ?? 0;
