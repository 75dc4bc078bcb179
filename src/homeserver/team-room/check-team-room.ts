import { type CheckAfter, type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import type { Clock } from '../../kernel/clock.ts';
import { serverNameOf } from '../../kernel/matrix-id.ts';
import { aloneInOwnRoom } from './invite-admin.ts';
import { makePeople } from './people.ts';
import type { RoomState } from './room-state.ts';
import type { TeamRoomStepNeeds, TeamRoomSteps } from './steps.ts';
import type { VoterRule } from './team-room.ts';
import { votersOf } from './voters-of.ts';

const PART = 'team room';
/** Names of one line; the rest is counted. */
const MOST_NAMES = 20;

export interface TeamRoomCheckNeeds extends Omit<TeamRoomStepNeeds, 'keeper'> {
  readonly voters: VoterRule;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** Who may vote in the team room now, and what others than the team may see or do there. Asks, and changes nothing. */
export const teamRoomChecks = (needs: TeamRoomCheckNeeds, { seen }: TeamRoomSteps): readonly CheckAfter[] => [
  {
    after: 'decisions',
    async run() {
      const state = seen();
      return state === undefined ? [] : [await votersLine(needs, state), ...openness(needs, state)];
    },
  },
];

async function votersLine(needs: TeamRoomCheckNeeds, state: RoomState): Promise<CheckLine> {
  const { client, directory, voters: rule, clock } = needs;
  const { serverName, sender } = client;
  const candidates = votersOf(state, { rule, serverName, sender });
  const voters = [...(await makePeople(directory, serverName, clock).among(candidates))].sort();
  const ruled = `Votes of ${ruleOf(rule, serverName)} count.`;
  if (voters.length === 0) return noVoters(ruled, wayIn(needs, state));
  const more = voters.length > MOST_NAMES ? ` and ${voters.length - MOST_NAMES} more` : '';
  return fine(PART, `${ruled} ${voters.length} may vote now: ${voters.slice(0, MOST_NAMES).join(', ')}${more}.`);
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

/** What others than the team may see or do there, none of which stops anything. */
function openness({ client }: TeamRoomCheckNeeds, state: RoomState): readonly CheckLine[] {
  const strangers = [...state.members].filter(
    ([user, { membership }]) => membership === 'join' && serverNameOf(user) !== client.serverName,
  );
  return [
    ...(strangers.length > 0 ? [outsiders(strangers.length)] : []),
    ...(state.encrypted ? [encrypted()] : []),
    ...(state.worldReadable ? [worldReadable()] : []),
  ];
}

const noVoters = (ruled: string, remedy: string) =>
  warn(PART, { code: 'team-room.no-voters', sentence: `${ruled} Nobody may vote now.`, remedy });

const outsiders = (count: number) =>
  warn(PART, {
    code: 'team-room.outside-members',
    sentence: `${count} members belong to other servers; they read every application.`,
    remedy: 'They vote only if registration.voters lists their ids; remove them if they should not read along.',
  });

const encrypted = () =>
  warn(PART, {
    code: 'team-room.encrypted',
    sentence: 'The team room is encrypted: reactions count, replies and commands cannot be read by Porter.',
    remedy: 'Use a room without encryption if you want to type commands.',
  });

const worldReadable = () =>
  warn(PART, {
    code: 'team-room.world-readable',
    sentence: 'Anybody can read the history of the team room without being a member.',
    remedy: 'Set "who can read history" of that room to members only.',
  });
