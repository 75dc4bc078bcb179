import { DAY } from '../../kernel/clock.ts';
import { type Outcome, refuse } from '../../kernel/outcome.ts';
import type { Application } from '../application.ts';
import type { BesideProof, Proof } from '../ports/application-store.ts';
import { askAgain, type OneMore, proofDue } from '../rules/ask-again.ts';
import type { TryAgain } from '../rules/letter-times.ts';
import { WRONG_CODES } from '../settings.ts';

/**
 * Asks for one more letter with a new code and a new link. Runs under the write lock.
 *
 * @param to the application with the address that the letter goes to
 * @param before reads the letters to that address, whose cap decides when this one goes out
 */
export async function askLetter(
  proof: Proof,
  to: Application,
  before: Pick<BesideProof, 'application' | 'lettersTo' | 'letterWaits'>,
  now: number,
): Promise<Outcome<OneMore, 'ended' | 'limited', TryAgain | undefined>> {
  if (proof.wrong >= WRONG_CODES) return refuse('ended', undefined);
  const here = to.email === before.application.email;
  // The page says the same in every case, so the caps of the address do not show (hardening S7, S8).
  const waits = here && (await before.letterWaits('prove', proof.nextIssue - 1));
  const due = proofDue(await before.lettersTo(to.addressHash, now - DAY), now);
  return askAgain(to, proof, { letter: 'prove', waits, due }, now);
}
