import { Fault } from '../../kernel/fault.ts';
import type { Logger } from '../../kernel/log.ts';
import { type RoomAlias, type RoomId, serverNameOf } from '../../kernel/matrix-id.ts';
import type { HomeserverClient } from '../client.ts';
import type { Directory } from '../directory.ts';
import { roomIdOf } from '../room-id-of.ts';
import { parseRoomState } from './room-state.ts';
import type { Invitation } from './team-room.ts';

export interface DeclineNeeds {
  readonly client: HomeserverClient;
  readonly directory: Pick<Directory, 'isAdmin'>;
  readonly teamRoom: RoomId;
  /** Rooms that the configuration names beside it. */
  readonly otherRooms: readonly (RoomAlias | RoomId)[];
  readonly log: Logger;
}

const enc = encodeURIComponent;

/**
 * Declines an invitation that leads nowhere: to a room that the configuration does not name, by somebody of our server who is no
 * server admin. Some invitations stay open: one by an admin, who may be about to name the room in the configuration; one to a
 * successor of the team room, which may come before the tombstone; one by another server, which would have to be asked and
 * could keep everything else waiting; and one that cannot be declined now, because it harms nobody.
 */
export async function declineInvitation(needs: DeclineNeeds, invitation: Invitation): Promise<void> {
  const { log } = needs;
  const about = { room: invitation.roomId, by: invitation.sender };
  try {
    const done = await decline(needs, invitation);
    if (done) log.info('declined an invitation by somebody who is no server admin', about);
    else log.info('left an invitation to another room open', about);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    log.info('an invitation to another room could not be declined', { ...about, fault: error });
  }
}

async function decline(
  { client, directory, teamRoom, otherRooms }: DeclineNeeds,
  invitation: Invitation,
): Promise<boolean> {
  const { roomId, sender, state } = invitation;
  if (serverNameOf(sender) !== client.serverName || parseRoomState(state).predecessor === teamRoom) return false;
  for (const room of otherRooms) if ((await roomIdOf(client, room)) === roomId) return false;
  if ((await directory.isAdmin(sender)) !== false) return false;
  // An admin may have brought Porter in meanwhile. The whole state of a stranger's room is not asked for: it may be huge.
  const { joined_rooms: joined } = await client.call('GET', '/_matrix/client/v3/joined_rooms');
  if (!Array.isArray(joined) || joined.includes(roomId)) return false;
  return (await client.ask('POST', `/_matrix/client/v3/rooms/${enc(roomId)}/leave`)).status < 300;
}
