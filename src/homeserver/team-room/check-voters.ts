import { type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import { fewAtATime } from '../../kernel/few-at-a-time.ts';
import type { UserId } from '../../kernel/matrix-id.ts';
import { shortList } from '../../kernel/short-list.ts';
import { levelToSend, powerOf } from '../rooms/power.ts';
import type { RoomState } from '../rooms/room-state.ts';
import { aloneInOwnRoom } from './invite-admin.ts';
import { type Behind, behindUser, isPerson } from './people.ts';
import type { TeamRoomStepNeeds } from './steps.ts';
import type { VoterRule } from './team-room.ts';
import { votersOf } from './voters-of.ts';

const PART = 'team room';

export interface TeamRoomCheckNeeds extends Omit<TeamRoomStepNeeds, 'keeper'> {
  /** How many votes it takes. */
  readonly quorum: { readonly approve: number; readonly decline: number };
  /** How long an application may wait for its votes, in milliseconds. */
  readonly decideWithin: number;
}

/** Who may vote now, whether they can, and whether they are enough. */
export async function checkVoters(needs: TeamRoomCheckNeeds, state: RoomState): Promise<readonly CheckLine[]> {
  const { client, directory, voters: rule, quorum } = needs;
  const { serverName, sender } = client;
  const candidates = [...votersOf(state, { rule, serverName, sender })].sort();
  const behind = await fewAtATime(
    candidates,
    async (user) => [user, await behindUser(directory, serverName, user)] as const,
  );
  const voters = behind.filter(([, is]) => isPerson(is)).map(([user]) => user);
  const ruled = `Votes of ${ruleOf(rule, serverName)} count.`;
  const level = levelToSend('m.reaction', state);
  const mute = voters.filter((user) => powerOf(user, state) < level);
  const able = voters.length - mute.length;
  return [
    voters.length === 0
      ? noVoters(ruled, wayIn(needs, state))
      : fine(PART, `${ruled} ${voters.length} may vote now: ${shortList(voters)}.`),
    ...barredLine(behind),
    ...(mute.length > 0 ? [cannotReact(mute, level)] : []),
    ...(voters.length > 0 && able < Math.max(quorum.approve, quorum.decline) ? [tooFew(able, quorum)] : []),
  ];
}

/** How the first voter comes in. Into a room that Porter made and is alone in nobody but Porter can invite. */
function wayIn({ client, admin }: TeamRoomCheckNeeds, state: RoomState): string {
  if (!aloneInOwnRoom(state, client.sender))
    return 'Invite the team, or change registration.voters and restart Porter.';
  if (admin === undefined) {
    return 'Porter is alone in the room that it made: set registration.admin to your user ID and restart Porter, which then invites you.';
  }
  return state.members.get(admin)?.membership === 'invite'
    ? `${admin} is invited and has to accept; then invite the team.`
    : `Restart Porter: it then invites ${admin} (registration.admin), who can invite the team.`;
}

function ruleOf(rule: VoterRule, serverName: string): string {
  switch (rule.kind) {
    case 'everyone-local':
      return `all members of the room who belong to ${serverName}`;
    case 'power-level':
      return `members of the room who belong to ${serverName} and have a power level of at least ${rule.from}`;
    case 'list':
      return `members of the room whom registration.voters lists (${rule.ids.size})`;
  }
}

const noVoters = (ruled: string, remedy: string) =>
  warn(PART, { code: 'team-room.no-voters', sentence: `${ruled} Nobody may vote now.`, remedy });

/** Bots and users of appservices are left out: they are there for their own work. */
function barredLine(behind: readonly (readonly [UserId, Behind])[]): readonly CheckLine[] {
  const barred = behind.filter(([, is]) => !isPerson(is) && is !== 'machine' && is !== 'nobody');
  if (barred.length === 0) return [];
  const named = shortList(barred.map(([user, is]) => `${user} (${is})`));
  return [
    warn(PART, {
      code: 'team-room.barred-members',
      sentence: `These members have no vote, and what they voted before does not count, because of their accounts: ${named}.`,
      remedy: 'Remove them from the room, or give them their accounts back as a server admin.',
    }),
  ];
}

const cannotReact = (mute: readonly UserId[], level: number) =>
  warn(PART, {
    code: 'team-room.cannot-react',
    sentence: `Reactions take a power level of ${level} in the team room, so these voters cannot vote: ${shortList(mute)}.`,
    remedy: `As an admin of that room, let everybody send reactions (Element: room settings, roles and permissions), or type there: /op ${mute[0]} ${level}`,
  });

const tooFew = (able: number, { approve, decline }: TeamRoomCheckNeeds['quorum']) =>
  warn(PART, {
    code: 'team-room.too-few-voters',
    sentence: `It takes ${approve} × ✅ and ${decline} × ❌, but only ${able} can vote now: some decisions need a command.`,
    remedy: 'Bring more of the team into the room, or lower registration.approvals and registration.declines.',
  });
