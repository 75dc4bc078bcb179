import { SECOND } from '../../kernel/clock.ts';
import { parseRoomId, type RoomAlias, type RoomId, serverNameOf } from '../../kernel/matrix-id.ts';
import type { HomeserverClient } from '../client.ts';
import { refusalOf } from '../refusal.ts';

/** For a server that ours has to ask. */
const PATIENCE = 10 * SECOND;

/**
 * The room that an alias leads to; an ID is taken as it is. Undefined: our own server has no such alias. `unanswered`: the alias is of
 * another server, which cannot be asked now, or leads nowhere from there; that is no outage of ours. Throws `Fault`.
 */
export async function roomIdOf(
  client: HomeserverClient,
  room: RoomAlias | RoomId,
  signal?: AbortSignal,
): Promise<RoomId | undefined | 'unanswered'> {
  if (room.startsWith('!')) return room as RoomId;
  const elsewhere = isElsewhere(room, client);
  const response = await client.ask('GET', `/_matrix/client/v3/directory/room/${encodeURIComponent(room)}`, {
    signal,
    ...(elsewhere ? { returnElsewhere: true, timeoutMs: PATIENCE } : {}),
  });
  if (elsewhere) return (response.status < 300 ? parseRoomId(response.body['room_id']) : undefined) ?? 'unanswered';
  if (response.status === 404) return undefined;
  if (response.status >= 300) throw refusalOf(response);
  return parseRoomId(response.body['room_id']);
}

/** Is this an alias of another server? */
export const isElsewhere = (room: RoomAlias | RoomId, { serverName }: Pick<HomeserverClient, 'serverName'>): boolean =>
  room.startsWith('#') && serverNameOf(room as RoomAlias) !== serverName;
