import { errors } from 'jose';
import { ok, refuse } from '../kernel/outcome.ts';
import type { DecodedToken, TokenVerdict } from '../meetings/rules/token-verdict.ts';
import { decodeToken } from './decode-token.ts';

/** A key that may have signed a token, and the one algorithm that it is for. */
export interface Checker {
  readonly algorithm: string;
  /** Rejects with an error of jose when the signature is not its own. */
  verify(): Promise<unknown>;
}

/**
 * The algorithm comes with the key; what the token says about it is only compared.
 *
 * @param checkerOf the key for this header; undefined: none of ours
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
  // Extensions that must be understood, such as a payload that is not encoded (RFC 7797): none of ours has any.
  if (header['crit'] !== undefined) return refuse('malformed', undefined);
  // Prosody's library wants it exactly so.
  if (header['typ'] !== 'JWT') return refuse('type', decoded);
  try {
    await checker.verify();
    return ok(decoded);
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return refuse('signature', decoded);
    // Parts that jose reads more strictly.
    if (error instanceof errors.JOSEError) return refuse('malformed', undefined);
    throw error;
  }
}
