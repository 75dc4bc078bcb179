import { createSecretKey } from 'node:crypto';
import type { InvitationLinks } from '../meetings/ports.ts';
import type { KeyRing } from './key-ring.ts';
import { hashOfLink, linkToken } from './link-token.ts';

/**
 * Links of a meeting's guests, computed from Porter's key. A new key ends none of them, because their hash is kept.
 *
 * @param epoch raised by each restore; the invitations of the copy are revoked by it
 */
export function makeInvitationLinks(keys: KeyRing, epoch: number): InvitationLinks {
  const key = createSecretKey(keys.newest('links'));
  return {
    token: (invitationId) => linkToken(key, epoch, 'invitation', invitationId),
    hash: hashOfLink,
  };
}
