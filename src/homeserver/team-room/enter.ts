import { crashPoint } from '../../kernel/crash-point.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Logger } from '../../kernel/log.ts';
import { parseRoomId, type RoomId, serverNameOf } from '../../kernel/matrix-id.ts';
import type { HomeserverClient, MatrixResponse } from '../client.ts';
import { roomIdOf } from '../room-id-of.ts';
import { findNamed, followUpgrades, type NotInside, notInside, type Visited, whyOutside } from './find-room.ts';
import { isUnknown } from './invite-admin.ts';
import { type RoomState, versionKnown } from './room-state.ts';
import type { TeamRoomOptions } from './team-room.ts';

export type Entered = { readonly ok: true; readonly roomId: RoomId; readonly state: RoomState } | NotInside;

type Needs = Pick<TeamRoomOptions, 'client' | 'directory' | 'room' | 'roomName' | 'admin'> & {
  /** Where Porter was before; stays the team room when the alias is lost. */
  readonly remembered: RoomId | undefined;
  readonly log: Logger;
};

/** Finds the team room, makes it when its alias is free, joins when invited by a server admin, follows upgrades. Repeatable. */
export async function enterTeamRoom(needs: Needs): Promise<Entered> {
  const { client, directory, log } = needs;
  const named = (await findNamed(client, needs.room)) ?? needs.remembered ?? (await makeRoom(needs));
  if (typeof named !== 'string') return named;
  return await followUpgrades({ directory, sender: client.sender, log }, named, (room) => join(needs, room));
}

async function makeRoom(needs: Needs): Promise<RoomId | NotInside> {
  const { client, room: alias, log } = needs;
  const response = await askToMake(needs, alias.slice(1, alias.indexOf(':')));
  if (response.status < 300) {
    crashPoint('room.afterCreate');
    const made = parseRoomId(response.body['room_id']);
    if (made !== undefined) {
      log.info('made the team room', { room: made, alias });
      return made;
    }
  }
  // M_ROOM_IN_USE, or 409 when two processes made it at once: the alias exists now, and no second room was left behind.
  const meanwhile = await roomIdOf(client, alias);
  if (meanwhile !== undefined) return meanwhile;
  if (response.errcode === 'M_EXCLUSIVE') return notInside('alias-not-reserved', alias);
  return notInside('creation-refused', response.errcode ?? String(response.status));
}

/** `createRoom` has no transaction ID; that the alias is unique keeps a repeat from making a second room. */
async function askToMake({ client, directory, roomName, admin }: Needs, aliasName: string): Promise<MatrixResponse> {
  if (admin !== undefined && (await isUnknown(directory, admin, client.serverName))) {
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

/** Our power levels replace Synapse's own map. Before room version 12 it must name the creator, from 12 on it must not. */
async function ownLevel(client: HomeserverClient): Promise<Record<string, number>> {
  const { capabilities } = await client.call('GET', '/_matrix/client/v3/capabilities');
  const versions = (capabilities as { 'm.room_versions'?: { default?: unknown } } | undefined)?.['m.room_versions'];
  const version = String(versions?.default ?? '');
  return versionKnown(version) && Number(version) < 12 ? { [client.sender]: 100 } : {};
}

/** Undefined: Porter is inside. */
async function join({ client, directory, log }: Needs, room: Visited): Promise<NotInside | undefined> {
  const { roomId, state, successorBy } = room;
  const isMember = state.members.has(client.sender);
  if (!isMember && (state.creators.size === 0 || state.creators.has(client.sender))) throw beingMade();
  const outside = await whyOutside({ client, directory }, room);
  if (outside !== undefined) return outside;
  const via = successorBy === undefined ? {} : { query: { via: serverNameOf(successorBy) } };
  const response = await client.ask('POST', `/_matrix/client/v3/join/${encodeURIComponent(roomId)}`, via);
  if (response.status >= 300) return notInside('join-refused', roomId);
  log.info('joined the team room', { room: roomId });
  return undefined;
}

/** Another process of ours is making the room right now: its alias is there already, its members are not. */
const beingMade = () =>
  new Fault('The team room is being made at this moment', {
    ...{ code: 'team-room.being-made', retryable: true, scope: 'channel', place: 'team-room' },
  });
