import { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';
import type { RoomId, UserId } from '../kernel/matrix-id.ts';
import type { MessageRooms } from '../ports/message-rooms.ts';

export interface AcceptNeeds {
  readonly rooms: Pick<MessageRooms, 'enter' | 'look'>;
  /** Whose invitations are accepted. */
  readonly invitedBy: ReadonlySet<UserId>;
  readonly log: Logger;
}

/**
 * Enters a room into which somebody whom the configuration names invited Porter, so that the room can become a target. Leaves every
 * other invitation alone. Throws `Fault` if the homeserver cannot be asked.
 */
export const makeAcceptInvitation =
  ({ rooms, invitedBy, log }: AcceptNeeds) =>
  async ({ roomId, sender }: { readonly roomId: RoomId; readonly sender: UserId }): Promise<void> => {
    if (!invitedBy.has(sender)) return;
    const about = { room: roomId, by: sender };
    const entered = await rooms.enter(roomId, undefined, sender);
    if (!entered.ok) return log.info('an invitation could not be accepted', { ...about, words: entered.detail });
    try {
      const look = await rooms.look(entered.value, undefined);
      if (look.ok && look.value.encrypted) log.warn('notifications stand in the clear in an encrypted room', about);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      log.debug('a room could not be looked at', { error });
    }
  };
