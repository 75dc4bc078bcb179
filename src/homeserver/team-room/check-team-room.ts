import { bad, type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type RoomAlias, type RoomId, serverNameOf, type UserId } from '../../kernel/matrix-id.ts';
import { type LookNeeds, roomTrouble, stopTrouble, troubleOfFault } from '../looks.ts';
import { roomIdOf } from '../room-id-of.ts';
import { askState } from './ask-state.ts';
import { whyOutside } from './enter.ts';
import { aloneInOwnRoom } from './invite-admin.ts';
import { maySendTrouble } from './may-send.ts';
import { makePeople } from './people.ts';
import type { RoomState } from './room-state.ts';
import { stopReason } from './stop-reason.ts';
import type { VoterRule } from './team-room.ts';
import { votersOf } from './voters-of.ts';

const PART = 'team room';
/** Names of one line; the rest is counted. */
const MOST_NAMES = 20;

export interface TeamRoomCheckNeeds extends LookNeeds {
  readonly room: RoomAlias | RoomId;
  /** `registration.admin` */
  readonly admin?: UserId;
  readonly voters: VoterRule;
  readonly encryptedRoom: 'allow' | 'refuse';
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** Joined, may speak, who may vote now, encrypted, open to strangers, people of other servers. Asks, never joins or makes a room. */
export async function checkTeamRoom(needs: TeamRoomCheckNeeds): Promise<readonly CheckLine[]> {
  try {
    const roomId = await roomIdOf(needs.client, needs.room);
    const state = roomId && (await askState(needs.client, roomId));
    if (roomId === undefined || state === undefined) return [notMade(needs)];
    const outside = await outsideLine(needs, roomId, state);
    if (outside !== undefined) return [outside];
    const reason = stopReason(state, needs.client.sender, needs.encryptedRoom);
    if (reason !== undefined) return [bad(PART, stopTrouble(needs, needs.room, reason))];
    const { version } = state;
    const inside = fine(PART, `Porter is in ${needs.room} (version ${version}), which is entered by invitation.`);
    return [inside, speakLine(needs, state), await votersLine(needs, state), ...openness(needs, state)];
  } catch (fault) {
    return [bad(PART, troubleOfFault('room', fault, needs))];
  }
}

async function outsideLine(
  needs: TeamRoomCheckNeeds,
  roomId: RoomId,
  state: RoomState,
): Promise<CheckLine | undefined> {
  const { client, room } = needs;
  if (state.members.get(client.sender)?.membership === 'join') return undefined;
  const outside = await whyOutside(client, roomId, state, false);
  return outside === undefined ? invited(client.sender, room) : bad(PART, roomTrouble(needs, room, outside));
}

function speakLine(needs: TeamRoomCheckNeeds, state: RoomState): CheckLine {
  const trouble = maySendTrouble(state, needs.client.sender);
  if (trouble !== undefined) return bad(PART, roomTrouble(needs, needs.room, trouble));
  return fine(PART, 'Its power levels let Porter send messages and reactions.');
}

async function votersLine(needs: TeamRoomCheckNeeds, state: RoomState): Promise<CheckLine> {
  const { client, voters: rule, clock } = needs;
  const { serverName, sender } = client;
  const candidates = votersOf(state, { rule, serverName, sender });
  const voters = [...(await makePeople(client, clock).among(candidates))].sort();
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

const notMade = ({ room, admin }: TeamRoomCheckNeeds) =>
  warn(PART, {
    code: 'team-room.not-made',
    sentence: `${room} does not exist yet.`,
    remedy: room.startsWith('#')
      ? `Porter makes it when it is started${admin === undefined ? ', but registration.admin is not set, so nobody would be invited and nobody could enter: set it to your user ID before' : ` and invites ${admin}`}.`
      : 'Set registration.room to a room of this homeserver and restart Porter.',
  });

const invited = (sender: string, room: string) =>
  warn(PART, {
    code: 'team-room.invited',
    sentence: `${sender} is invited to ${room} and has not joined yet.`,
    remedy: 'Porter joins when it is started.',
  });

const noVoters = (ruled: string, remedy: string) =>
  warn(PART, {
    code: 'team-room.no-voters',
    sentence: `${ruled} Nobody may vote now.`,
    remedy,
  });

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
