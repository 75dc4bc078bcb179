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

/** What tokens are signed with, loaded once. */
export interface TokenKeys extends TokenSigner {
  /** None with a shared secret. */
  publicKeys(): readonly PublicKey[];
  /**
   * Did one of these keys sign it, with the algorithm that is configured for that key? What the token says about its own
   * algorithm is only compared. Times, audience and room are not looked at: `explainToken` judges those.
   */
  verify(token: string): Promise<TokenVerdict>;
  /** What the operator should mend, and how; undefined when all is well. */
  readonly warning: { readonly sentence: string; readonly remedy: string } | undefined;
}

/**
 * Loads the secret (HS256), or the key pairs, of which the first signs and all verify, so that a key can be replaced while
 * its last tokens still live.
 *
 * Throws `Fault` `meetings.no-key` without either and `meetings.key-unusable` for a key that its algorithm cannot use.
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
