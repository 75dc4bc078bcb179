import { crashPoint } from '../../kernel/crash-point.ts';
import type { Logger } from '../../kernel/log.ts';
import { parseRoomId, type RoomAlias, type RoomId, type UserId } from '../../kernel/matrix-id.ts';
import type { HomeserverClient, JsonObject, MatrixResponse } from '../client.ts';
import type { Directory } from '../directory.ts';
import { roomIdOf } from '../rooms/room-id-of.ts';
import { creatorsRule, versionKnown } from '../rooms/room-state.ts';
import { whyNotInvited } from '../rooms/why-not-invited.ts';
import { type NotInside, notInside } from './find-room.ts';

export interface MakeRoomNeeds {
  readonly client: HomeserverClient;
  readonly directory: Directory;
  readonly room: RoomAlias | RoomId;
  readonly roomName: string;
  readonly admin?: UserId;
  readonly log: Logger;
}

/** Makes the team room under its alias. Resolves with the room that has the alias afterwards, also one that somebody else made. */
export async function makeRoom(needs: MakeRoomNeeds): Promise<RoomId | NotInside> {
  const { client, room, log } = needs;
  if (room.startsWith('!')) return notInside('no-such-room', room);
  const alias = room as RoomAlias;
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
  if (meanwhile === 'unanswered') return notInside('alias-elsewhere', alias);
  if (meanwhile !== undefined) return meanwhile;
  if (response.errcode === 'M_EXCLUSIVE') return notInside('alias-not-reserved', alias);
  return notInside('creation-refused', response.errcode ?? String(response.status));
}

/** `createRoom` has no transaction ID; that the alias is unique keeps a repeat from making a second room. */
async function askToMake(
  { client, directory, roomName, admin }: MakeRoomNeeds,
  aliasName: string,
): Promise<MatrixResponse> {
  const why = admin && (await whyNotInvited(directory, admin, client.serverName));
  if (why !== undefined) return { status: 400, body: {}, errcode: `${admin}: ${why}` };
  const version = await versionToMake(client);
  const creators = version !== undefined && creatorsRule(version);
  return await client.ask('POST', '/_matrix/client/v3/createRoom', {
    body: {
      // Servers that encrypt private rooms by default go by the preset: with the public one, made private below, they do not.
      ...{ preset: 'public_chat', visibility: 'private', room_alias_name: aliasName, name: roomName },
      ...(version === undefined ? {} : { room_version: version }),
      // From version 12 on creators stand above all levels, and only they upgrade the room: Porter must not be the only one.
      ...(creators && admin !== undefined ? { creation_content: { additional_creators: [admin] } } : {}),
      ...(admin === undefined ? {} : { invite: [admin] }),
      initial_state: closed,
      power_level_content_override: powerLevels(creators, [client.sender, ...(admin === undefined ? [] : [admin])]),
    },
    timeoutMs: 60_000,
  });
}

/** By invitation only, and no guests. Whoever is let in may read what was said before. */
const closed = [
  ['m.room.join_rules', { join_rule: 'invite' }],
  ['m.room.history_visibility', { history_visibility: 'shared' }],
  ['m.room.guest_access', { guest_access: 'forbidden' }],
].map(([type, content]) => ({ type, state_key: '', content }));

/**
 * Who is brought into the room may vote there, so members do not invite. They may talk, react, and take back what they said.
 *
 * @param admins Before room version 12 the map must name the creators, from 12 on it must not.
 */
function powerLevels(creators: boolean, admins: readonly UserId[]): JsonObject {
  return {
    ...{ users_default: 0, events_default: 0, state_default: 50, invite: 50, kick: 50, ban: 50, redact: 50 },
    users: creators ? {} : Object.fromEntries(admins.map((user) => [user, 100])),
    events: {
      ...{ 'm.room.name': 50, 'm.room.topic': 50, 'm.room.avatar': 50, 'm.room.pinned_events': 50 },
      ...{ 'm.room.canonical_alias': 50, 'm.room.power_levels': 100, 'm.room.join_rules': 100 },
      ...{ 'm.room.guest_access': 100, 'm.room.history_visibility': 100, 'm.room.encryption': 100 },
      // In rooms whose creators stand above all levels, servers ask for 150 here (spec, room version 12).
      ...{ 'm.room.server_acl': 100, 'm.room.retention': 100, 'm.room.tombstone': creators ? 150 : 100 },
    },
  };
}

/**
 * The server's own choice if Porter knows how power counts in it, else the newest version that it offers and Porter knows. Undefined:
 * there is none, and the server chooses.
 */
async function versionToMake(client: HomeserverClient): Promise<string | undefined> {
  const { capabilities } = await client.call('GET', '/_matrix/client/v3/capabilities');
  const offered = (capabilities as { 'm.room_versions'?: RoomVersions } | undefined)?.['m.room_versions'];
  const usual = String(offered?.default ?? '');
  if (versionKnown(usual)) return usual;
  const stable = Object.entries(offered?.available ?? {}).filter(([name, is]) => versionKnown(name) && is === 'stable');
  return stable.map(([name]) => name).sort((a, b) => Number(b) - Number(a))[0];
}

interface RoomVersions {
  readonly default?: unknown;
  readonly available?: Readonly<Record<string, unknown>>;
}
