import { type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import { serverNameOf, type UserId } from '../../kernel/matrix-id.ts';
import type { HomeserverClient } from '../client.ts';
import { levelForState, levelToInvite, powerOf } from './power.ts';
import type { RoomState } from './room-state.ts';
import { shortList } from './short-list.ts';
import type { VoterRule } from './team-room.ts';
import { isPorters } from './voters-of.ts';

const PART = 'team room';

interface Needs {
  readonly client: Pick<HomeserverClient, 'sender' | 'serverName'>;
  readonly voters: VoterRule;
}

/** What makes somebody a voter under a rule, and the level that it takes. Undefined: only the configuration does. */
function wayToVote({ voters: rule, client }: Needs, state: RoomState) {
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

/** Who could bring in voters: everybody is worth a look, some are named. */
export function whoBringsVoters(needs: Needs, state: RoomState): readonly CheckLine[] {
  const way = wayToVote(needs, state);
  if (way === undefined) return [];
  const { level, doing, outcome, setting } = way;
  const change = `As an admin of that room, set ${setting} to moderators (50) or admins (100) in the room's settings (Element: roles and permissions), or list the people in registration.voters.`;
  const members = state.power?.usersDefault ?? 0;
  if (members >= level) {
    return [
      warn(PART, {
        code: 'team-room.anybody-brings-voters',
        sentence: `Every member of the team room may ${doing} (that takes level ${level}, members have ${members}), and ${outcome}.`,
        remedy: change,
      }),
    ];
  }
  const able = [...state.members.keys()].filter((user) => mayDo(user, level, needs, state)).sort();
  const named = able.length === 0 ? 'nobody but Porter' : shortList(able.map((user) => withLevel(user, state)));
  const sentence = `Who may ${doing} (that takes level ${level}): ${named}; ${outcome}.`;
  const outside = able.filter((user) => serverNameOf(user) !== needs.client.serverName);
  if (outside.length === 0) return [fine(PART, sentence)];
  return [
    warn(PART, {
      code: 'team-room.outsiders-bring-voters',
      sentence: `${sentence} Of other servers: ${shortList(outside)}.`,
      remedy: 'Take that power from members of other servers, or list the people in registration.voters.',
    }),
  ];
}

const mayDo = (user: UserId, level: number, { client }: Needs, state: RoomState): boolean =>
  state.members.get(user)?.membership === 'join' && !isPorters(user, client) && powerOf(user, state) >= level;

function withLevel(user: UserId, state: RoomState): string {
  const level = powerOf(user, state);
  return `${user} (${Number.isFinite(level) ? level : 'creator'})`;
}
