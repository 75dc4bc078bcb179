import type { Secret } from '../kernel/secret.ts';
import type { PublicKey, TokenSigner } from '../meetings/ports.ts';
import type { TokenVerdict } from '../meetings/rules/token-verdict.ts';
import { openKeyPairs } from './token-key-pairs.ts';
import { openTokenSecret } from './token-secret.ts';

/** One key pair of the configuration. */
export interface TokenKeySource {
  /** The `kid` of its tokens. */
  readonly id: string;
  readonly algorithm: 'RS256' | 'ES256';
  /** PEM. */
  readonly private: Secret;
}

/** The keys that sign tokens, loaded once. */
export interface TokenKeys extends TokenSigner {
  /** Empty with a shared secret. */
  publicKeys(): readonly PublicKey[];
  /**
   * Checks that one of these keys signed the token, with the algorithm configured for that key. The algorithm that the token
   * names is only compared with it. Times, audience and room are not checked here: `explainToken` does that.
   */
  verify(token: string): Promise<TokenVerdict>;
  /** What the operator should fix, and how; undefined when nothing is wrong. */
  readonly warning: { readonly sentence: string; readonly remedy: string } | undefined;
}

/**
 * Loads the secret (HS256) or the key pairs. The first pair signs and all pairs verify, so that a key can be replaced while its
 * last tokens are still valid.
 *
 * Throws `Fault` `meetings.no-key` when there is neither, and `meetings.key-unusable` for a key that does not fit its algorithm.
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
