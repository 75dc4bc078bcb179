import { Fault } from '../../kernel/fault.ts';
import { type RoomAlias, type RoomId, serverNameOf } from '../../kernel/matrix-id.ts';
import type { HomeserverClient } from '../client.ts';
import { askStateOrNone } from '../rooms/ask-state.ts';
import { roomIdOf } from '../rooms/room-id-of.ts';
import type { RoomState } from '../rooms/room-state.ts';
import { type FoundRoom, findRoom, isInside, type NotInside, notInside, type RoomSearch } from './find-room.ts';
import { makeRoom } from './make-room.ts';
import { whyOutside } from './may-enter.ts';
import { type KnownRoom, recallRoom, rememberRoom } from './remembered-room.ts';
import type { TeamRoomOptions } from './team-room.ts';

export type Entered = { readonly ok: true; readonly roomId: RoomId; readonly state: RoomState } | NotInside;

export interface EnterNeeds
  extends Omit<RoomSearch, 'entering' | 'remembered'>,
    Pick<TeamRoomOptions, 'roomName' | 'admin' | 'otherRooms' | 'memory'> {}
type Needs = EnterNeeds & KnownRoom;

/** Finds the team room, makes it when its alias is free, and joins it when it may. Remembers where it is then. Repeatable. */
export async function enterTeamRoom(options: EnterNeeds): Promise<Entered> {
  const { memory, room } = options;
  const known = await recallRoom(memory, room);
  const entered = await enter({ ...options, ...known });
  if (entered.ok && (entered.roomId !== known.remembered || known.entering !== undefined)) {
    await rememberRoom(memory, room, { remembered: entered.roomId, entering: undefined });
  }
  return entered;
}

async function enter(needs: Needs): Promise<Entered> {
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

async function join(needs: Needs, found: FoundRoom): Promise<Entered> {
  const { client, directory, otherRooms, memory, room: name, remembered, log } = needs;
  const { roomId, state, successorBy } = found;
  // New members are brought into those: they would be the team.
  for (const room of otherRooms) {
    if (await leadsTo(client, room, roomId)) return notInside('welcome-room', roomId);
  }
  const outside = await whyOutside({ client, directory }, found);
  if (outside !== undefined) return outside;
  if (isInside(state, client.sender)) return { ok: true, roomId, state };
  const via = successorBy === undefined ? {} : { query: { via: serverNameOf(successorBy) } };
  if (roomId !== remembered) await rememberRoom(memory, name, { remembered, entering: roomId });
  const response = await client.ask('POST', `/_matrix/client/v3/join/${encodeURIComponent(roomId)}`, via);
  if (response.status >= 300) {
    // Porter may come into that room for other reasons later.
    await rememberRoom(memory, name, { remembered, entering: undefined });
    return notInside('join-refused', roomId);
  }
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
