import { timingSafeEqual } from 'node:crypto';
import type { Proof } from '../ports/application-store.ts';
import type { Derivations } from '../ports/derivations.ts';
import { holds } from '../rules/links.ts';
import { CODE_LIFE, WRONG_CODES } from '../settings.ts';

export type CodeResult =
  | { readonly kind: 'right' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'wrong'; readonly left: number }
  | { readonly kind: 'ended' };

/** The newest codes that are valid at the same time. */
export const VALID_CODES = 3;

/**
 * Compares eight typed digits with the codes that were mailed. Always derives and compares three codes, so that the time it
 * takes tells nothing about how many letters went out, or whether any did (hardening S7).
 */
export function compareCode(
  proof: Proof,
  digits: string,
  now: number,
  derive: Pick<Derivations, 'code'>,
): { readonly result: CodeResult; readonly proof?: Proof } {
  if (proof.wrong >= WRONG_CODES) return { result: { kind: 'ended' } };
  let match: 'none' | 'expired' | 'right' = 'none';
  for (let slot = 1; slot <= VALID_CODES; slot += 1) {
    const mailed = proof.codes.at(-slot);
    // With fewer than three letters, a code that is never mailed (issue 0) is compared instead.
    const code = derive.code(proof.applicationId, mailed?.issue ?? 0);
    const equal = timingSafeEqual(Buffer.from(code), Buffer.from(digits));
    if (!equal || mailed === undefined) continue;
    if (holds(mailed.at, CODE_LIFE, now)) match = 'right';
    else if (match === 'none') match = 'expired';
  }
  if (match !== 'none') return { result: { kind: match } };

  const wrong = proof.wrong + 1;
  const result: CodeResult = wrong >= WRONG_CODES ? { kind: 'ended' } : { kind: 'wrong', left: WRONG_CODES - wrong };
  return { result, proof: { ...proof, wrong } };
}
