import { bad, badOf, type CheckLine, fine, warn } from '../kernel/check-line.ts';
import { Fault } from '../kernel/fault.ts';
import { type RoomAlias, type RoomId, serverNameOf } from '../kernel/matrix-id.ts';
import type { HomeserverClient } from './client.ts';
import type { Directory } from './directory.ts';
import { roomIdOf } from './room-id-of.ts';
import { askState } from './team-room/ask-state.ts';
import { explainWelcomeRoom, type WelcomeRoomTrouble, welcomeRoomTrouble } from './welcome-room.ts';

const PART = 'welcome rooms';

export interface WelcomeRoomsToCheck {
  readonly client: HomeserverClient;
  readonly directory: Pick<Directory, 'stateOf'>;
  readonly teamRoom: RoomAlias | RoomId;
  /** As configured. */
  readonly rooms: readonly (RoomAlias | RoomId)[];
}

/**
 * Finds welcome rooms into which Porter can bring nobody, and the team room among them, which would show every application to new
 * members. One line for each such room.
 */
export async function checkWelcomeRooms(needs: WelcomeRoomsToCheck): Promise<readonly CheckLine[]> {
  const { client, rooms } = needs;
  if (rooms.length === 0) return [];
  const lines: CheckLine[] = [];
  try {
    const team = await findRoom(client, needs.teamRoom);
    for (const room of rooms) {
      const id = await findRoom(client, room);
      if (id !== undefined && id === team) lines.push(isTeamRoom(room));
      else lines.push(...lineOf(await troubleOf(needs, room, id), room, client));
    }
  } catch (error) {
    lines.push(badOf(PART, error));
  }
  return lines.length > 0 ? lines : [fine(PART, `New members can be brought into ${count(rooms.length)}.`)];
}

const count = (rooms: number) => (rooms === 1 ? 'the one' : `all ${rooms}`);

/** The room that an alias leads to; undefined: it leads nowhere, or another server did not say where. */
async function findRoom(client: HomeserverClient, room: RoomAlias | RoomId): Promise<RoomId | undefined> {
  try {
    return await roomIdOf(client, room);
  } catch (error) {
    // Our server asks the other one, and says 502 when it cannot: that is no outage of ours.
    if (error instanceof Fault && isElsewhere(room, client)) return undefined;
    throw error;
  }
}

const isElsewhere = (room: RoomAlias | RoomId, { serverName }: HomeserverClient): boolean =>
  room.startsWith('#') && serverNameOf(room as RoomAlias) !== serverName;

async function troubleOf(
  { client, directory }: WelcomeRoomsToCheck,
  room: RoomAlias | RoomId,
  id: RoomId | undefined,
): Promise<WelcomeRoomTrouble | undefined> {
  if (id === undefined) return { code: isElsewhere(room, client) ? 'alias-unanswered' : 'unknown' };
  const state = await askState(directory, id);
  // An alias of another server leads to a room, but our server is not in there yet.
  if (state === undefined && isElsewhere(room, client)) return { code: 'not-here' };
  return welcomeRoomTrouble(state, client.sender);
}

const lineOf = (
  trouble: WelcomeRoomTrouble | undefined,
  room: string,
  { sender }: HomeserverClient,
): readonly CheckLine[] =>
  trouble === undefined
    ? []
    : [warn(PART, { code: `welcome-rooms.${trouble.code}`, ...explainWelcomeRoom(trouble, room, sender) })];

const isTeamRoom = (room: string) =>
  bad(PART, {
    code: 'welcome-rooms.team-room',
    sentence: `${room} is the team room: new members would read every application.`,
    remedy: 'Take it out of registration.welcomeRooms.',
  });
