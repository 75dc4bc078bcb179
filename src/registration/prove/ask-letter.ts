import { DAY } from '../../kernel/clock.ts';
import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import type { NewJob } from '../../outbox/job.ts';
import type { Application } from '../application.ts';
import type { BesideProof, Proof } from '../ports/application-store.ts';
import { sendLetter } from '../rules/jobs.ts';
import { askedAgain, KEPT, nextAllowed, perAddress, perApplication, type TryAgain } from '../rules/letter-times.ts';
import { PROVE_LINK_LIFE, WRONG_CODES } from '../settings.ts';

export interface Asked {
  readonly proof: Proof;
  readonly jobs: readonly NewJob[];
}

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
): Promise<Outcome<Asked, 'ended' | 'limited', TryAgain | undefined>> {
  if (proof.wrong >= WRONG_CODES) return refuse('ended', undefined);
  const at = nextAllowed(proof.asked, now, perApplication);
  if (at > now) return refuse('limited', { at });
  const [first] = proof.asked;
  if (proof.asked.length >= KEPT && first !== undefined && first > now - DAY)
    return refuse('limited', { at: first + DAY });
  const asked = askedAgain(proof.asked, now);
  // It goes out by itself, so a second one would only come twice. The page says the same as always.
  const here = to.email === before.application.email;
  if (here && (await before.letterWaits('prove', proof.nextIssue - 1)))
    return ok({ proof: { ...proof, asked }, jobs: [] });
  const due = nextAllowed(await before.lettersTo(to.addressHash, now - DAY), now, perAddress);
  const issue = proof.nextIssue;
  // Above the cap of an address the letter goes out later or never; the page says the same as always (hardening S7, S8).
  const jobs = due < now + PROVE_LINK_LIFE ? [sendLetter(to, 'prove', due, issue)] : [];
  return ok({ proof: { ...proof, nextIssue: issue + 1, asked, mail: 'waiting' }, jobs });
}
