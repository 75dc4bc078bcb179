import type { InboxHandler } from '../../inbox/item.ts';
import type { UserId } from '../../kernel/matrix-id.ts';
import type { RoomMessage } from '../../ports/room-message.ts';
import { parseItem } from './events.ts';
import type { HeardInvite } from './use-cases.ts';

/** What a part hears that wants nothing but invitations and messages. */
export interface RoomListener {
  hearInvite(invite: HeardInvite): Promise<void>;
  hearMessage(message: RoomMessage): Promise<void>;
}

/** Handles the invitations and messages among the inbox items of the homeserver. */
export const makeRoomListener =
  (sender: UserId, { hearInvite, hearMessage }: RoomListener): InboxHandler =>
  async (item) => {
    const heard = parseItem(item, sender);
    if (heard?.kind === 'invite') await hearInvite(heard);
    if (heard?.kind === 'message') await hearMessage(heard);
  };
