import { createSecretKey } from 'node:crypto';
import type { InvitationLinks } from '../meetings/ports.ts';
import type { KeyRing } from './key-ring.ts';
import { hashOfLink, linkToken } from './link-token.ts';

/**
 * Computes the links of meeting guests from Porter's key. They stay valid after a new key, because their hash is stored.
 *
 * @param epoch each restore raises it, and revokes the invitations in the restored copy
 */
export function makeInvitationLinks(keys: KeyRing, epoch: number): InvitationLinks {
  const key = createSecretKey(keys.newest('links'));
  return {
    token: (invitationId) => linkToken(key, epoch, 'invitation', invitationId),
    hash: hashOfLink,
  };
}
