import { Fault } from '../../kernel/fault.ts';
import { type RoomAlias, type RoomId, serverNameOf } from '../../kernel/matrix-id.ts';
import type { HomeserverClient } from '../client.ts';
import { askStateOrNone } from '../rooms/ask-state.ts';
import { roomIdOf } from '../rooms/room-id-of.ts';
import type { RoomState } from '../rooms/room-state.ts';
import { type FoundRoom, findRoom, isInside, type NotInside, notInside, type RoomSearch } from './find-room.ts';
import { makeRoom } from './make-room.ts';
import { whyOutside } from './may-enter.ts';
import type { TeamRoomOptions } from './team-room.ts';

export type Entered = { readonly ok: true; readonly roomId: RoomId; readonly state: RoomState } | NotInside;

type Needs = RoomSearch & Pick<TeamRoomOptions, 'roomName' | 'admin' | 'otherRooms'>;

/** Finds the team room, makes it when its alias is free, and joins it when it may. Repeatable. */
export async function enterTeamRoom(needs: Needs): Promise<Entered> {
  let found = await findRoom(needs);
  if (found === 'not-made') {
    const made = await makeRoom(needs);
    if (typeof made !== 'string') return made;
    found = await findRoom({ ...needs, remembered: undefined });
  }
  // It was made a moment ago, and is gone again.
  if (found === 'not-made') return notInside('being-made', needs.room);
  return found.ok ? await join(needs, found) : found;
}

async function join({ client, directory, otherRooms, log }: Needs, found: FoundRoom): Promise<Entered> {
  const { roomId, state, successorBy } = found;
  // New members are brought into those: they would be the team.
  for (const room of otherRooms) {
    if (await leadsTo(client, room, roomId)) return notInside('welcome-room', roomId);
  }
  const outside = await whyOutside({ client, directory }, found);
  if (outside !== undefined) return outside;
  if (isInside(state, client.sender)) return { ok: true, roomId, state };
  const via = successorBy === undefined ? {} : { query: { via: serverNameOf(successorBy) } };
  const response = await client.ask('POST', `/_matrix/client/v3/join/${encodeURIComponent(roomId)}`, via);
  if (response.status >= 300) return notInside('join-refused', roomId);
  log.info('joined the team room', { room: roomId });
  return { ok: true, roomId, state: await askStateOrNone(directory, roomId) };
}

async function leadsTo(client: HomeserverClient, room: RoomAlias | RoomId, id: RoomId): Promise<boolean> {
  try {
    return (await roomIdOf(client, room)) === id;
  } catch (error) {
    // The server of that alias is away: Porter needs its own room all the same.
    if (error instanceof Fault && room.startsWith('#') && serverNameOf(room as RoomAlias) !== client.serverName)
      return false;
    throw error;
  }
}
