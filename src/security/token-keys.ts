import type { Secret } from '../kernel/secret.ts';
import type { PublicKey, TokenSigner } from '../meetings/ports.ts';
import type { TokenVerdict } from '../meetings/rules/token-verdict.ts';

/** One key pair of the configuration. It signs with RS256, the one algorithm of key pairs that every Jitsi takes (decision 0040). */
export interface TokenKeySource {
  /** The `kid` of its tokens. */
  readonly id: string;
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
