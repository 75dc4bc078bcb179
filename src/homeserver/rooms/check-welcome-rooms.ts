import { bad, badOf, type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import type { RoomAlias, RoomId } from '../../kernel/matrix-id.ts';
import type { MissedRoom } from '../../registration/ports/welcome-rooms.ts';
import type { HomeserverClient } from '../client.ts';
import type { Directory } from '../directory.ts';
import { askState } from './ask-state.ts';
import { isElsewhere, roomIdOf } from './room-id-of.ts';
import { missedRoom, type WelcomeRoomTrouble, welcomeRoomTrouble } from './welcome-room.ts';

const PART = 'welcome rooms';

export interface WelcomeRoomsToCheck {
  readonly client: HomeserverClient;
  readonly directory: Pick<Directory, 'stateOf'>;
  readonly teamRoom: RoomAlias | RoomId;
  /** As configured. */
  readonly rooms: readonly (RoomAlias | RoomId)[];
  /** For operators. */
  readonly explain: (missed: MissedRoom) => { readonly sentence: string; readonly remedy: string };
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
    const team = await roomIdOf(client, needs.teamRoom);
    for (const room of rooms) {
      const id = await roomIdOf(client, room);
      if (id !== undefined && id !== 'unanswered' && id === team) lines.push(isTeamRoom(room));
      else lines.push(...lineOf(await troubleOf(needs, room, id), room, needs));
    }
  } catch (error) {
    lines.push(badOf(PART, error));
  }
  return lines.length > 0 ? lines : [fine(PART, `New members can be brought into ${count(rooms.length)}.`)];
}

const count = (rooms: number) => (rooms === 1 ? 'the one' : `all ${rooms}`);

async function troubleOf(
  { client, directory }: WelcomeRoomsToCheck,
  room: RoomAlias | RoomId,
  id: RoomId | undefined | 'unanswered',
): Promise<WelcomeRoomTrouble | undefined> {
  if (id === 'unanswered') return { code: 'alias-unanswered' };
  if (id === undefined) return { code: 'unknown' };
  const state = await askState(directory, id);
  // An alias of another server leads to a room, but our server is not in there yet.
  if (state === undefined && isElsewhere(room, client)) return { code: 'not-here' };
  return welcomeRoomTrouble(state, client.sender);
}

const lineOf = (
  trouble: WelcomeRoomTrouble | undefined,
  room: string,
  { client, explain }: WelcomeRoomsToCheck,
): readonly CheckLine[] =>
  trouble === undefined
    ? []
    : [warn(PART, { code: `welcome-rooms.${trouble.code}`, ...explain(missedRoom(trouble, room, client.sender)) })];

const isTeamRoom = (room: string) =>
  bad(PART, {
    code: 'welcome-rooms.team-room',
    sentence: `${room} is the team room: new members would read every application.`,
    remedy: 'Take it out of registration.welcomeRooms.',
  });
