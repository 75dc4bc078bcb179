import { crashPoint } from '../../kernel/crash-point.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Logger } from '../../kernel/log.ts';
import { parseRoomId, type RoomAlias, type RoomId, serverNameOf, type UserId } from '../../kernel/matrix-id.ts';
import type { Answer, HomeserverClient } from '../client.ts';
import { roomIdOf } from '../room-id-of.ts';
import { askState, askStateOrNone } from './ask-state.ts';
import { isUnknown } from './invite-admin.ts';
import { type RoomState, versionKnown } from './room-state.ts';
import type { RoomTrouble, RoomTroubleCode, TeamRoomOptions } from './team-room.ts';

export type Entered = { readonly ok: true; readonly roomId: RoomId; readonly state: RoomState } | RoomTroubleResult;
interface RoomTroubleResult {
  readonly ok: false;
  readonly trouble: RoomTrouble;
  /** The room that it is about, once known. */
  readonly roomId: RoomId | undefined;
}

const enc = encodeURIComponent;
/** A chain of upgrades longer than this is a ring. */
const LONGEST_CHAIN = 20;

type Needs = Pick<TeamRoomOptions, 'client' | 'room' | 'roomName' | 'admin'> & {
  /** Where Porter was before; stays the team room when the alias is lost. */
  readonly remembered: RoomId | undefined;
  readonly log: Logger;
};

const trouble = (code: RoomTroubleCode, detail: string, roomId?: RoomId): RoomTroubleResult => ({
  ok: false,
  trouble: { code, detail },
  roomId,
});

/** Finds the team room, makes it when its alias is free, joins when invited by a server admin, follows upgrades. Repeatable. */
export async function enterTeamRoom(needs: Needs): Promise<Entered> {
  const named = needs.room.startsWith('!') ? (needs.room as RoomId) : await findOrMake(needs, needs.room as RoomAlias);
  if (typeof named !== 'string') return named;
  let roomId = named;
  let from: { readonly roomId: RoomId; readonly via: UserId | undefined } | undefined;
  for (let step = 0; step < LONGEST_CHAIN; step += 1) {
    const state = await askState(needs.client, roomId);
    if (state === undefined) return trouble('no-such-room', roomId, roomId);
    if (from !== undefined && state.predecessor !== from.roomId) {
      // Anybody with power can point a tombstone at any room; only the real successor names the old one.
      needs.log.warn('the tombstone of the team room names a room that is not its successor', { room: from.roomId });
      return { ok: true, roomId: from.roomId, state: await askStateOrNone(needs.client, from.roomId) };
    }
    const joined = await join(needs, roomId, state, from);
    if (joined !== undefined) return joined;
    const next = state.replaced === undefined ? undefined : parseRoomId(state.replaced.to);
    if (next === undefined) return { ok: true, roomId, state: await askStateOrNone(needs.client, roomId) };
    from = { roomId, via: state.replaced?.by };
    roomId = next;
  }
  return trouble('no-such-room', roomId, roomId);
}

async function findOrMake(needs: Needs, alias: RoomAlias): Promise<RoomId | RoomTroubleResult> {
  const [name, server] = [alias.slice(1, alias.indexOf(':')), alias.slice(alias.indexOf(':') + 1)];
  if (server !== needs.client.serverName) return await findElsewhere(needs.client, alias);
  const found = (await roomIdOf(needs.client, alias)) ?? needs.remembered;
  if (found !== undefined) return found;
  const answer = await make(needs, name);
  if (answer.status < 300) {
    crashPoint('room.afterCreate');
    const made = parseRoomId(answer.body['room_id']);
    if (made !== undefined) {
      needs.log.info('made the team room', { room: made, alias });
      return made;
    }
  }
  // M_ROOM_IN_USE, or 409 when two were made at once: the alias exists now, and no orphan was left behind.
  const meanwhile = await roomIdOf(needs.client, alias);
  if (meanwhile !== undefined) return meanwhile;
  if (answer.errcode === 'M_EXCLUSIVE') return trouble('alias-not-reserved', alias);
  return trouble('creation-refused', answer.errcode ?? String(answer.status));
}

/** An alias of another server is asked there by ours, which says 502 when it cannot: that is no outage of ours. */
async function findElsewhere(client: HomeserverClient, alias: RoomAlias): Promise<RoomId | RoomTroubleResult> {
  try {
    return (await roomIdOf(client, alias)) ?? trouble('alias-elsewhere', alias);
  } catch (error) {
    if (error instanceof Fault) return trouble('alias-elsewhere', alias);
    throw error;
  }
}

/** `createRoom` knows no transaction ID: the alias is what makes it happen once. */
async function make({ client, roomName, admin }: Needs, aliasName: string): Promise<Answer> {
  if (admin !== undefined && (await isUnknown(client, admin))) {
    return { status: 400, body: {}, errcode: `no such user: ${admin}` };
  }
  const users = admin === undefined ? undefined : { ...(await ownLevel(client)), [admin]: 100 };
  return await client.ask('POST', '/_matrix/client/v3/createRoom', {
    body: {
      ...{ preset: 'private_chat', room_alias_name: aliasName, name: roomName },
      ...(admin === undefined ? {} : { invite: [admin], power_level_content_override: { users } }),
    },
    timeoutMs: 60_000,
  });
}

/** The override replaces Synapse's own map: the maker has to be in it before version 12, and must not be from 12 on. */
async function ownLevel(client: HomeserverClient): Promise<Record<string, number>> {
  const { capabilities } = await client.call('GET', '/_matrix/client/v3/capabilities');
  const versions = (capabilities as { 'm.room_versions'?: { default?: unknown } } | undefined)?.['m.room_versions'];
  const version = String(versions?.default ?? '');
  return versionKnown(version) && Number(version) < 12 ? { [client.sender]: 100 } : {};
}

/** Undefined: Porter is inside. */
async function join(
  { client, log }: Needs,
  roomId: RoomId,
  state: RoomState,
  from: { readonly via: UserId | undefined } | undefined,
): Promise<RoomTroubleResult | undefined> {
  const own = state.members.get(client.sender);
  if (own?.membership === 'join') return undefined;
  if (own === undefined && (state.creators.size === 0 || state.creators.has(client.sender))) throw beingMade();
  const outside = await whyOutside(client, roomId, state, from !== undefined);
  if (outside !== undefined) return { ok: false, trouble: outside, roomId };
  const via = from?.via === undefined ? {} : { query: { via: serverNameOf(from.via) } };
  const answer = await client.ask('POST', `/_matrix/client/v3/join/${enc(roomId)}`, via);
  if (answer.status >= 300) return trouble('join-refused', roomId, roomId);
  log.info('joined the team room', { room: roomId });
  return undefined;
}

/**
 * What keeps Porter out of a room that it is not in; undefined when it may join.
 *
 * @param successor the room follows one that Porter was in
 */
export async function whyOutside(
  client: HomeserverClient,
  roomId: RoomId,
  state: RoomState,
  successor: boolean,
): Promise<RoomTrouble | undefined> {
  const own = state.members.get(client.sender);
  if (own?.membership === 'ban') return { code: 'banned', detail: roomId };
  if (own?.membership !== 'invite') {
    // The successor of a restricted room lets members of the old one in without an invitation.
    return successor && state.joinRule !== 'invite' ? undefined : { code: 'not-invited', detail: roomId };
  }
  // An alias can be taken by any local user: only an administrator may name the room in which is decided.
  if (successor || (await isServerAdmin(client, own.by))) return undefined;
  return { code: 'inviter-not-admin', detail: own.by ?? roomId };
}

async function isServerAdmin(client: HomeserverClient, user: UserId | undefined): Promise<boolean> {
  if (user === undefined || serverNameOf(user) !== client.serverName) return false;
  const answer = await client.ask('GET', `/_synapse/admin/v1/users/${enc(user)}/admin`);
  return answer.status === 200 && answer.body['admin'] === true;
}

/** Another process of ours is making it in this moment: the alias is there, the members are not yet. */
const beingMade = () =>
  new Fault('The team room is being made at this moment', {
    ...{ code: 'team-room.being-made', retryable: true, scope: 'channel' },
  });
