import type { UserId } from '../../kernel/matrix-id.ts';
import type { HomeserverClient } from '../client.ts';
import { levelForState, levelToInvite, powerOf } from '../rooms/power.ts';
import type { RoomState } from '../rooms/room-state.ts';
import type { VoterRule } from './team-room.ts';

export interface WayNeeds {
  readonly client: Pick<HomeserverClient, 'sender' | 'serverName'>;
  readonly voters: VoterRule;
}

/** What makes somebody a voter under a rule, and the level that it takes. Undefined: only the configuration does. */
export function wayToVote({ voters: rule, client }: WayNeeds, state: RoomState) {
  switch (rule.kind) {
    case 'list':
      return undefined;
    case 'everyone-local':
      return {
        level: levelToInvite(state),
        doing: 'invite',
        outcome: `whoever comes in from ${client.serverName} may vote`,
        setting: '"Invite users"',
      };
    case 'power-level':
      return {
        // Nobody can give a level that is above their own.
        level: Math.max(levelForState('m.room.power_levels', state), rule.from),
        doing: 'change power levels',
        outcome: `whoever is given ${rule.from} may vote`,
        setting: '"Change permissions"',
      };
  }
}

/**
 * May this user lead the team into a successor of the room? There they are the creator and choose the voters, so it must be somebody
 * who could have brought voters into the old room.
 */
export function mayLead(by: UserId | undefined, needs: WayNeeds, old: RoomState): boolean {
  const way = wayToVote(needs, old);
  return way === undefined || (by !== undefined && powerOf(by, old) >= way.level);
}
