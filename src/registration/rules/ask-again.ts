import { DAY } from '../../kernel/clock.ts';
import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import type { Application } from '../application.ts';
import type { Proof, ProofChange } from '../ports/application-store.ts';
import { PROVE_LINK_LIFE } from '../settings.ts';
import { type LetterKind, sendLetter } from './jobs.ts';
import { KEPT, nextAllowed, perAddress, perApplication, type TryAgain } from './letter-times.ts';
import { welcomeIssue } from './links.ts';

/** What one more letter changes. */
export type OneMore = Required<Pick<ProofChange<unknown>, 'proof' | 'jobs'>>;

export interface Asking {
  readonly letter: LetterKind;
  /** True if the same letter goes out by itself: a second one would only come twice. */
  readonly waits: boolean;
  /** When it goes out, epoch milliseconds; undefined: it counts, and never goes out. */
  readonly due: number | undefined;
}

/** One more letter that the applicant asks for, within the limits of one application. */
export function askAgain(
  to: Application,
  proof: Proof,
  { letter, waits, due }: Asking,
  now: number,
): Outcome<OneMore, 'limited', TryAgain> {
  const at = mayAskAt(proof.asked, now);
  if (at > now) return refuse('limited', { at });
  const counted = { ...proof, asked: [...proof.asked, now].slice(-KEPT) };
  return ok(waits ? { proof: counted, jobs: [] } : oneMore(to, counted, letter, due));
}

/** One more letter with a number of its own. One counter numbers all letters that people ask for, of whatever kind. */
export function oneMore(to: Application, proof: Proof, letter: LetterKind, due: number | undefined): OneMore {
  const issue = letter === 'welcome' ? welcomeIssue(to.entry, proof.nextIssue) : proof.nextIssue;
  return {
    proof: { ...proof, nextIssue: proof.nextIssue + 1, mail: letter === 'prove' ? 'waiting' : proof.mail },
    jobs: due === undefined ? [] : [sendLetter(to, letter, due, issue)],
  };
}

/**
 * The first moment at or after `now` at which an application may ask for a letter: by its pace, and so many in a day.
 *
 * @param asked when it asked before, oldest first, epoch milliseconds; of times that a clock days ahead wrote see `nextAllowed`
 */
export function mayAskAt(asked: readonly number[], now: number): number {
  const [first = now, ...others] = asked;
  const full = others.length >= KEPT - 1 && first > now - DAY && first <= now;
  return Math.max(nextAllowed(asked, now, perApplication), full ? first + DAY : now);
}

/**
 * When a letter that asks for the proof goes to an address.
 *
 * @param times of the letters to it in the last day, oldest first
 * @returns undefined if it would come after its link has ended
 */
export function proofDue(times: readonly number[], now: number): number | undefined {
  const due = nextAllowed(times, now, perAddress);
  return due < now + PROVE_LINK_LIFE ? due : undefined;
}
