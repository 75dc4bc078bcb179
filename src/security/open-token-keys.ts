import type { Secret } from '../kernel/secret.ts';
import { openKeyPairs } from './token-key-pairs.ts';
import type { TokenKeySource, TokenKeys } from './token-keys.ts';
import { openTokenSecret } from './token-secret.ts';

/**
 * Loads the secret (HS256) or the key pairs. The first pair signs and all pairs verify, so that a key can be replaced while its
 * last tokens are still valid.
 *
 * Throws `Fault` `meetings.no-key` when there is neither, and `meetings.key-unusable` for a key that RS256 cannot use.
 */
export async function openTokenKeys({
  secret,
  keys,
}: {
  readonly secret: Secret | undefined;
  readonly keys: readonly TokenKeySource[];
}): Promise<TokenKeys> {
  return secret === undefined ? openKeyPairs(keys) : openTokenSecret(secret);
}
