import { type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import { serverNameOf, type UserId } from '../../kernel/matrix-id.ts';
import { shortList } from '../../kernel/short-list.ts';
import { levelForState, powerOf } from '../rooms/power.ts';
import type { RoomState } from '../rooms/room-state.ts';
import { isPorters } from './voters-of.ts';
import { type WayNeeds, wayToVote } from './way-to-vote.ts';

const PART = 'team room';

/** Who could bring in voters: everybody is worth a look, some are named. */
export function whoBringsVoters(needs: WayNeeds, state: RoomState): readonly CheckLine[] {
  const way = wayToVote(needs, state);
  return way === undefined ? [] : [...bringing(way, needs, state), ...replacing(way.level, needs, state)];
}

/** Who may declare the room replaced, though Porter does not follow them. */
function replacing(level: number, needs: WayNeeds, state: RoomState): readonly CheckLine[] {
  const lower = levelForState('m.room.tombstone', state);
  if (lower >= level) return [];
  const able = [...state.members.keys()].filter(
    (user) => mayDo(user, lower, needs, state) && powerOf(user, state) < level,
  );
  const named = able.length === 0 ? 'nobody now' : shortList(able.sort().map((user) => withLevel(user, state)));
  return [
    warn(PART, {
      code: 'team-room.others-replace-it',
      sentence: `Who may replace the team room (level ${lower}) without the power to bring in voters (level ${level}): ${named}. Porter would not follow them, but decisions would stop.`,
      remedy: `As an admin of that room, set "Upgrade the room" to ${level} in the room's settings (Element: roles and permissions).`,
    }),
  ];
}

function bringing(
  { level, doing, outcome, setting }: NonNullable<ReturnType<typeof wayToVote>>,
  needs: WayNeeds,
  state: RoomState,
): readonly CheckLine[] {
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

const mayDo = (user: UserId, level: number, { client }: WayNeeds, state: RoomState): boolean =>
  state.members.get(user)?.membership === 'join' && !isPorters(user, client) && powerOf(user, state) >= level;

function withLevel(user: UserId, state: RoomState): string {
  const level = powerOf(user, state);
  return `${user} (${Number.isFinite(level) ? level : 'creator'})`;
}
