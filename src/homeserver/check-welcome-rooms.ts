import { bad, badOf, type CheckLine, fine, warn } from '../kernel/check-line.ts';
import type { RoomAlias, RoomId } from '../kernel/matrix-id.ts';
import type { HomeserverClient } from './client.ts';
import { roomIdOf } from './room-id-of.ts';

const PART = 'welcome rooms';

/** Finds welcome rooms that do not exist, and the team room among them, which would show every application to new members. */
export async function checkWelcomeRooms(
  client: HomeserverClient,
  teamRoom: RoomAlias | RoomId,
  rooms: readonly (RoomAlias | RoomId)[],
): Promise<readonly CheckLine[]> {
  if (rooms.length === 0) return [];
  const lines: CheckLine[] = [];
  try {
    const team = await roomIdOf(client, teamRoom);
    for (const room of rooms) {
      const id = await roomIdOf(client, room);
      if (id === undefined) lines.push(unknown(room));
      else if (id === team) lines.push(isTeamRoom(room));
    }
  } catch (error) {
    lines.push(badOf(PART, error));
  }
  return lines.length > 0 ? lines : [fine(PART, `${rooms.length} known.`)];
}

const unknown = (room: string) =>
  warn(PART, {
    code: 'welcome-rooms.unknown',
    sentence: `${room} is not known to the homeserver.`,
    remedy: 'Correct registration.welcomeRooms, or make the room.',
  });

const isTeamRoom = (room: string) =>
  bad(PART, {
    code: 'welcome-rooms.team-room',
    sentence: `${room} is the team room: new members would read every application.`,
    remedy: 'Take it out of registration.welcomeRooms.',
  });
