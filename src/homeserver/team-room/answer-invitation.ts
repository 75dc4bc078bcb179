import { Fault } from '../../kernel/fault.ts';
import type { Logger } from '../../kernel/log.ts';
import { type RoomAlias, type RoomId, serverNameOf, type UserId } from '../../kernel/matrix-id.ts';
import type { HomeserverClient } from '../client.ts';
import type { Directory } from '../directory.ts';
import { roomIdOf } from '../rooms/room-id-of.ts';
import { parseRoomState } from '../rooms/room-state.ts';
import type { Invitation } from './team-room.ts';

export interface AnswerNeeds {
  readonly client: HomeserverClient;
  readonly directory: Pick<Directory, 'isAdmin'>;
  readonly teamRoom: RoomId;
  /** Rooms that the configuration names beside it. */
  readonly otherRooms: readonly (RoomAlias | RoomId)[];
  /** Another part of Porter accepts the invitations of this user. */
  readonly isAcceptedElsewhere?: ((by: UserId) => boolean) | undefined;
  readonly log: Logger;
}

const enc = encodeURIComponent;

/** What became of an invitation, and the line that says so. */
const lines = {
  entered: 'entered a room that the configuration names',
  declined: 'declined an invitation by somebody who is no server admin',
  open: 'left an invitation to another room open',
} as const;

/**
 * Answers an invitation to another room than the team room. Porter enters a room that the configuration names, because it may have
 * to invite people there, and declines one that leads nowhere: to any other room, by somebody of our server who is no server admin.
 * Some invitations stay open: one by an admin, who may be about to name the room in the configuration; one that another part accepts; one to a successor of the
 * team room, which may come before the tombstone; one by another server, which would have to be asked and could keep everything else
 * waiting; and one that cannot be answered now, because it harms nobody.
 */
export async function answerInvitation(needs: AnswerNeeds, invitation: Invitation): Promise<void> {
  const { log } = needs;
  const about = { room: invitation.roomId, by: invitation.sender };
  try {
    log.info(lines[await answer(needs, invitation)], about);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    log.info('an invitation to another room could not be answered', { ...about, fault: error });
  }
}

async function answer(
  { client, directory, teamRoom, otherRooms, isAcceptedElsewhere }: AnswerNeeds,
  { roomId, sender, state }: Invitation,
): Promise<keyof typeof lines> {
  if (serverNameOf(sender) !== client.serverName || parseRoomState(state).predecessor === teamRoom) return 'open';
  let unanswered = false;
  for (const room of otherRooms) {
    const named = await roomIdOf(client, room);
    unanswered ||= named === 'unanswered';
    if (named !== roomId) continue;
    const entered = await client.ask('POST', `/_matrix/client/v3/join/${enc(roomId)}`);
    return entered.status < 300 ? 'entered' : 'open';
  }
  // An alias that nobody could tell us about may lead here.
  if (unanswered || isAcceptedElsewhere?.(sender)) return 'open';
  if ((await directory.isAdmin(sender)) !== false) return 'open';
  // An admin may have brought Porter in meanwhile. The whole state of a stranger's room is not asked for: it may be huge.
  const { joined_rooms: joined } = await client.call('GET', '/_matrix/client/v3/joined_rooms');
  if (!Array.isArray(joined) || joined.includes(roomId)) return 'open';
  const left = await client.ask('POST', `/_matrix/client/v3/rooms/${enc(roomId)}/leave`);
  return left.status < 300 ? 'declined' : 'open';
}
