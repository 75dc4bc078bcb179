import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import type { Actor } from '../../ports/audit.ts';
import type { Application } from '../application.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import { sendLetter } from '../rules/jobs.ts';
import { askedAgain, nextAllowed, perApplication, type TryAgain } from '../rules/letter-times.ts';
import { welcomeIssue } from '../rules/links.ts';

export interface AskWelcomeNeeds {
  readonly applications: Pick<ApplicationStore, 'changeProof'>;
}

/**
 * Sends one more welcome letter with a link of its own, within the limits for letters of one application. Earlier links stay valid
 * until one of them is used, so pressing the button twice brings two letters and does no harm.
 */
export async function askWelcome(
  application: Application,
  by: Actor,
  now: number,
  { applications }: AskWelcomeNeeds,
): Promise<Outcome<undefined, 'too-late' | 'limited', TryAgain | undefined>> {
  if (application.stage !== 'admitted') return refuse('too-late', undefined);
  type Result = Awaited<ReturnType<typeof askWelcome>>;
  const result = await applications.changeProof<Result>(application.id, async (proof, beside) => {
    const at = nextAllowed(proof.asked, now, perApplication);
    if (at > now) return { result: refuse('limited', { at }) };
    const asked = askedAgain(proof.asked, now);
    // It goes out by itself, so a second one would only come twice.
    if (await beside.letterWaits('welcome')) return { result: ok(undefined), proof: { ...proof, asked } };
    // One counter numbers all letters that people ask for, of whatever kind.
    const issue = welcomeIssue(application.entry, proof.nextIssue);
    return {
      result: ok(undefined),
      proof: { ...proof, nextIssue: proof.nextIssue + 1, asked },
      jobs: [sendLetter(application, 'welcome', now, issue)],
      audit: { subject: application.id, at: now, by, what: 'resend', letter: 'welcome' },
    };
  });
  return result ?? refuse('too-late', undefined);
}
