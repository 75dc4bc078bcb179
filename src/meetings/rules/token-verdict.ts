import type { Outcome } from '../../kernel/outcome.ts';

/** What a token says of itself. */
export interface DecodedToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * Why a token proves nothing: `malformed` no compact JWS of JSON objects; `algorithm` another one than the configured, `none`
 * included; `type` no `typ: "JWT"` in the header; `key` a `kid` that is not ours; `signature` made with another key.
 */
export type TokenFlaw = 'malformed' | 'algorithm' | 'type' | 'key' | 'signature';

/** A refused token is returned as well, so that it can be explained; a malformed one is not. */
export type TokenVerdict = Outcome<DecodedToken, TokenFlaw, DecodedToken | undefined>;
