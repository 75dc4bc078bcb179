import { createSecretKey } from 'node:crypto';
import type { LinkTokens } from '../accounts/ports/link-tokens.ts';
import type { KeyRing } from './key-ring.ts';
import { hashOfLink, linkToken } from './link-token.ts';

/** @param epoch each restore raises it, and voids the links in the restored copy */
export function makePasswordLinks(keys: KeyRing, epoch: number): LinkTokens {
  const key = createSecretKey(keys.newest('links'));
  return { token: (linkId) => linkToken(key, epoch, 'password', linkId), hash: hashOfLink };
}
