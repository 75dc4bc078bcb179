import { timingSafeEqual } from 'node:crypto';
import type { Proof } from '../ports/application-store.ts';
import type { Derivations } from '../ports/derivations.ts';
import { holds } from '../rules/links.ts';
import { CODE_LIFE, WRONG_CODES } from '../settings.ts';

export type Entry =
  | { readonly kind: 'right' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'wrong'; readonly left: number }
  | { readonly kind: 'ended' };

/** Codes that stay valid beside each other. */
export const VALID_CODES = 3;

/**
 * Judges one entry of eight digits against the codes that were mailed. Always derives and compares three codes, so that the
 * time tells nothing about how many letters went out, or whether any did (hardening S7).
 */
export function judgeEntry(
  proof: Proof,
  digits: string,
  now: number,
  derive: Pick<Derivations, 'code'>,
): { readonly entry: Entry; readonly proof?: Proof } {
  if (proof.wrong >= WRONG_CODES) return { entry: { kind: 'ended' } };
  let match: 'none' | 'expired' | 'right' = 'none';
  for (let slot = 1; slot <= VALID_CODES; slot += 1) {
    const mailed = proof.codes.at(-slot);
    // Issue 0 is never mailed.
    const code = derive.code(proof.applicationId, mailed?.issue ?? 0);
    const equal = timingSafeEqual(Buffer.from(code), Buffer.from(digits));
    if (!equal || mailed === undefined) continue;
    if (holds(mailed.at, CODE_LIFE, now)) match = 'right';
    else if (match === 'none') match = 'expired';
  }
  if (match !== 'none') return { entry: { kind: match } };

  const wrong = proof.wrong + 1;
  const entry: Entry = wrong >= WRONG_CODES ? { kind: 'ended' } : { kind: 'wrong', left: WRONG_CODES - wrong };
  return { entry, proof: { ...proof, wrong } };
}
