import type { InboxHandler } from '../../inbox/item.ts';
import type { UserId } from '../../kernel/matrix-id.ts';
import { parseItem } from './events.ts';
import type { HeardInvite } from './use-cases.ts';

/** Handles the invitations among the inbox items of the homeserver, for a part that hears nothing else. */
export const makeInvitationHandler =
  (sender: UserId, hearInvite: (invite: HeardInvite) => Promise<void>): InboxHandler =>
  async (item) => {
    const heard = parseItem(item, sender);
    if (heard?.kind === 'invite') await hearInvite(heard);
  };
