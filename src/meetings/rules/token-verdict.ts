import type { Outcome } from '../../kernel/outcome.ts';

/** A token's content, before anything about it is proved. */
export interface DecodedToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * Why a token proves nothing. `malformed`: it is not a compact JWS of JSON objects. `algorithm`: it is not the configured one,
 * `none` included. `type`: the header has no `typ: "JWT"`. `key`: the `kid` is not ours. `signature`: another key made it.
 */
export type TokenFlaw = 'malformed' | 'algorithm' | 'type' | 'key' | 'signature';

/** A refusal carries the decoded token too, so that it can be explained, unless the token is malformed. */
export type TokenVerdict = Outcome<DecodedToken, TokenFlaw, DecodedToken | undefined>;
