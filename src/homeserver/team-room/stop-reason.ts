import { HOUR } from '../../kernel/clock.ts';
import type { UserId } from '../../kernel/matrix-id.ts';
import { type RoomState, versionKnown } from '../rooms/room-state.ts';
import type { StopReason } from './team-room.ts';

const byJoinRule: Readonly<Record<string, StopReason | undefined>> = {
  invite: undefined,
  private: undefined,
  public: 'room-public',
  knock: 'room-knockable',
  knock_restricted: 'room-knockable',
  restricted: 'room-restricted',
};

/**
 * Returns why nobody may decide in this room now; undefined if people may. Strangers could vote in a room that they can enter
 * without an invitation, and in an unknown room version Porter cannot compute anybody's power.
 * What a room deletes within the hour, nobody can vote on. Hidden history is no reason, and
 * neither is `m.room.guest_access`: in an invite-only room a guest needs an invitation, and guests never vote.
 */
export function stopReason(
  state: RoomState,
  sender: UserId,
  encryptedRoom: 'allow' | 'refuse',
): StopReason | undefined {
  if (state.members.get(sender)?.membership !== 'join') return 'not-in-room';
  if (state.replaced !== undefined) return 'room-replaced';
  // A notice there would be seen by nobody.
  if (state.type !== undefined) return state.type === 'm.space' ? 'room-space' : 'room-typed';
  if (!versionKnown(state.version)) return 'room-version-unknown';
  if (!Object.hasOwn(byJoinRule, state.joinRule)) return 'room-public';
  const open = byJoinRule[state.joinRule];
  if (open !== undefined) return open;
  if (state.encrypted && encryptedRoom === 'refuse') return 'room-encrypted';
  return state.keptFor !== undefined && state.keptFor < HOUR ? 'room-forgetful' : undefined;
}
