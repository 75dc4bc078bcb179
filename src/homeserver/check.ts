import type { Clock } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';
import { parseRoomId, type RoomAlias, type RoomId, serverNameOf } from '../kernel/matrix-id.ts';
import { listPorterUsers } from './list-porter-users.ts';
import {
  type Look,
  type LookNeeds,
  lookAtAdmin,
  lookAtHomeserver,
  lookAtPing,
  lookAtSender,
  lookAtToken,
  lookForMas,
  roomTrouble,
  stopTrouble,
  troubleOfFault,
} from './looks.ts';
import { refusalOf } from './refusal.ts';
import { askState } from './team-room/ask-state.ts';
import { whyOutside } from './team-room/enter.ts';
import { makePeople } from './team-room/people.ts';
import type { RoomState } from './team-room/room-state.ts';
import { stopReason } from './team-room/stop-reason.ts';
import type { VoterRule } from './team-room/team-room.ts';
import { votersOf } from './team-room/voters-of.ts';
import type { WorldStep } from './world.ts';

/** One line of `porter check`. */
export interface CheckLine {
  readonly part: string;
  readonly level: 'fine' | 'warn' | 'bad';
  readonly sentence: string;
  readonly remedy?: string;
  /** Stable code of what is wrong; `homeserver.mas` makes the command exit with 2. */
  readonly code?: string;
}

const fine = (part: string, sentence: string): CheckLine => ({ part, level: 'fine', sentence });

/** Runs one look as a line; a fault of the client is what is wrong. */
async function lineOf(part: string, step: WorldStep, look: Look, needs: LookNeeds, good: string): Promise<CheckLine> {
  let trouble: Awaited<ReturnType<Look>>;
  try {
    trouble = await look(needs);
  } catch (fault) {
    trouble = troubleOfFault(step, fault, needs);
  }
  if (trouble === undefined) return fine(part, good);
  return { part, level: 'bad', sentence: trouble.sentence, remedy: trouble.remedy, code: trouble.code };
}

/** Reachable, which version, and no Matrix Authentication Service. Changes nothing, as all checks. */
export async function checkHomeserver(needs: LookNeeds): Promise<readonly CheckLine[]> {
  const reached = await lineOf('homeserver', 'homeserver', lookAtHomeserver, needs, `${needs.urls.client} answers.`);
  if (reached.level === 'bad') return [reached];
  const mas = await lineOf('homeserver', 'mas', lookForMas, needs, 'Synapse keeps its accounts itself (no MAS).');
  return [reached, await versionLine(needs), mas];
}

async function versionLine({ client }: LookNeeds): Promise<CheckLine> {
  try {
    const { server_version: version } = await client.call('GET', '/_synapse/admin/v1/server_version');
    return fine('homeserver', `Synapse ${String(version).slice(0, 40)}.`);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return {
      ...{ part: 'homeserver', level: 'warn', code: fault.code },
      sentence: 'The version could not be asked: /_synapse/admin is not reached.',
      remedy: 'Set homeserver.adminUrl (or homeserver.url) to the internal listener of Synapse.',
    };
  }
}

/** Token known, server name right, and the homeserver reaches us. Porter (or a stand-in for this check) must be listening. */
export async function checkAppservice(needs: LookNeeds): Promise<readonly CheckLine[]> {
  const token = await lineOf('appservice', 'token', lookAtToken, needs, 'The homeserver has loaded the registration.');
  if (token.level === 'bad') return [token];
  return [token, await lineOf('appservice', 'ping', lookAtPing, needs, `The homeserver reaches ${needs.listen}.`)];
}

/** Exists, is ours, alive and server admin; and whose names begin like those of Porter's own users. */
export async function checkSender(needs: LookNeeds): Promise<readonly CheckLine[]> {
  const { sender } = needs.client;
  const admin = await lineOf('sender', 'admin', lookAtAdmin, needs, `${sender} is a server admin.`);
  if (admin.level === 'bad') return [admin];
  const owner = await lineOf('sender', 'ownership', lookAtSender, needs, `${sender} belongs to this appservice.`);
  const strangers = (await listPorterUsers(needs.client)).filter(({ ours }) => !ours);
  if (strangers.length === 0) return [admin, owner];
  return [
    admin,
    owner,
    {
      ...{ part: 'sender', level: 'warn', code: 'sender.names-in-namespace' },
      sentence: `${strangers.length} accounts have names that are reserved for Porter's own users: ${strangers
        .slice(0, 5)
        .map(({ userId }) => userId)
        .join(', ')}.`,
      remedy: 'They go on as before, but never count as voters.',
    },
  ];
}

export interface TeamRoomCheckNeeds extends LookNeeds {
  readonly room: RoomAlias | RoomId;
  readonly voters: VoterRule;
  readonly encryptedRoom: 'allow' | 'refuse';
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** Joined, who may vote now, encrypted, open to strangers, people of other servers. Asks, never joins or makes a room. */
export async function checkTeamRoom(needs: TeamRoomCheckNeeds): Promise<readonly CheckLine[]> {
  try {
    const roomId = await find(needs);
    const state = roomId && (await askState(needs.client, roomId));
    if (roomId !== undefined && state !== undefined) return await judgeRoom(needs, roomId, state);
    return [
      {
        ...{ part: 'team room', level: 'warn', code: 'team-room.not-made' },
        sentence: `${needs.room} does not exist yet.`,
        remedy: needs.room.startsWith('#')
          ? 'Porter makes it when it is started.'
          : 'Set registration.room to a room of this homeserver.',
      },
    ];
  } catch (fault) {
    const { sentence, remedy, code } = troubleOfFault('room', fault, needs);
    return [{ part: 'team room', level: 'bad', sentence, remedy, code }];
  }
}

async function find({ client, room }: TeamRoomCheckNeeds): Promise<RoomId | undefined> {
  if (room.startsWith('!')) return room as RoomId;
  const answer = await client.ask('GET', `/_matrix/client/v3/directory/room/${encodeURIComponent(room)}`);
  if (answer.status >= 300 && answer.status !== 404) throw refusalOf(answer);
  return answer.status === 404 ? undefined : parseRoomId(answer.body['room_id']);
}

async function judgeRoom(needs: TeamRoomCheckNeeds, roomId: RoomId, state: RoomState): Promise<readonly CheckLine[]> {
  const { client } = needs;
  if (state.members.get(client.sender)?.membership !== 'join') {
    const outside = await whyOutside(client, roomId, state, false);
    if (outside !== undefined) {
      const { sentence, remedy, code } = roomTrouble(needs, needs.room, outside);
      return [{ part: 'team room', level: 'bad', sentence, remedy, code }];
    }
    return [
      {
        ...{ part: 'team room', level: 'warn', code: 'team-room.invited' },
        sentence: `${client.sender} is invited to ${needs.room} and has not joined yet.`,
        remedy: 'Porter joins when it is started.',
      },
    ];
  }
  const reason = stopReason(state, client.sender, needs.encryptedRoom);
  if (reason !== undefined) {
    const { sentence, remedy, code } = stopTrouble(needs, needs.room, reason);
    return [{ part: 'team room', level: 'bad', sentence, remedy, code }];
  }
  const lines = [
    fine('team room', `Porter is in ${needs.room} (version ${state.version}), which is entered by invitation.`),
  ];
  const candidates = votersOf(state, { rule: needs.voters, serverName: client.serverName, sender: client.sender });
  const voters = [...(await makePeople(client, needs.clock).among(candidates))].sort();
  lines.push(
    voters.length > 0
      ? fine('team room', `${voters.length} may vote now: ${voters.slice(0, 20).join(', ')}.`)
      : {
          ...{ part: 'team room', level: 'warn', code: 'team-room.no-voters' },
          sentence: 'Nobody may vote now.',
          remedy: 'Invite the team, or change registration.voters.',
        },
  );
  const outside = [...state.members].filter(
    ([user, { membership }]) => membership === 'join' && serverNameOf(user) !== client.serverName,
  );
  if (outside.length > 0) {
    lines.push({
      ...{ part: 'team room', level: 'warn', code: 'team-room.outside-members' },
      sentence: `${outside.length} members belong to other servers; they read every application.`,
      remedy: 'They vote only if registration.voters lists their ids; remove them if they should not read along.',
    });
  }
  if (state.encrypted) {
    lines.push({
      ...{ part: 'team room', level: 'warn', code: 'team-room.encrypted' },
      sentence: 'The team room is encrypted: reactions count, replies and commands cannot be read by Porter.',
      remedy: 'Use a room without encryption if you want to type commands.',
    });
  }
  if (state.worldReadable) {
    lines.push({
      ...{ part: 'team room', level: 'warn', code: 'team-room.world-readable' },
      sentence: 'Anybody can read the history of the team room without being a member.',
      remedy: 'Set "who can read history" of that room to members only.',
    });
  }
  return lines;
}
