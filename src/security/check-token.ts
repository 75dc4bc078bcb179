import { errors } from 'jose';
import { ok, refuse } from '../kernel/outcome.ts';
import type { DecodedToken, TokenVerdict } from '../meetings/rules/token-verdict.ts';
import { decodeToken } from './decode-token.ts';

/** A key that may have signed a token, and the one algorithm it may be used with. */
export interface Checker {
  readonly algorithm: string;
  /** Rejects with a jose error when this key did not make the signature. */
  verify(): Promise<unknown>;
}

/**
 * Checks the header and the signature of a token. The key decides the algorithm; the token's own `alg` is only compared with it.
 *
 * @param checkerOf returns the key for this header, or undefined when it is none of ours
 */
export async function checkToken(
  token: string,
  checkerOf: (header: DecodedToken['header']) => Checker | undefined,
): Promise<TokenVerdict> {
  const decoded = decodeToken(token);
  if (decoded === undefined) return refuse('malformed', undefined);
  const { header } = decoded;
  const checker = checkerOf(header);
  if (checker === undefined) return refuse('key', decoded);
  if (header['alg'] !== checker.algorithm) return refuse('algorithm', decoded);
  // `crit` lists extensions that a reader must understand, e.g. a payload that is not encoded (RFC 7797). We use none.
  if (header['crit'] !== undefined) return refuse('malformed', undefined);
  // Prosody's library accepts only this exact spelling.
  if (header['typ'] !== 'JWT') return refuse('type', decoded);
  try {
    await checker.verify();
    return ok(decoded);
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return refuse('signature', decoded);
    // jose reads some parts more strictly than `decodeToken`.
    if (error instanceof errors.JOSEError) return refuse('malformed', undefined);
    throw error;
  }
}
