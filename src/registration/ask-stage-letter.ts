import { type Outcome, ok, refuse } from '../kernel/outcome.ts';
import type { Application } from './application.ts';
import type { ApplicationStore } from './ports/application-store.ts';
import { askAgain } from './rules/ask-again.ts';
import type { LetterKind } from './rules/jobs.ts';
import type { TryAgain } from './rules/letter-times.ts';

export interface AskStageLetterNeeds {
  readonly applications: Pick<ApplicationStore, 'changeProof'>;
}

/**
 * Sends the letter about the present stage once more, because the applicant asked for it, within the limits for letters of one
 * application.
 */
export async function askStageLetter(
  application: Application,
  letter: Exclude<LetterKind, 'prove'>,
  now: number,
  { applications }: AskStageLetterNeeds,
): Promise<Outcome<undefined, 'unknown' | 'limited', TryAgain | undefined>> {
  type Result = Awaited<ReturnType<typeof askStageLetter>>;
  const result = await applications.changeProof<Result>(application.id, async (proof, beside) => {
    const waits = await beside.letterWaits(letter);
    const asked = askAgain(application, proof, { letter, waits, due: now }, now);
    if (!asked.ok) return { result: asked };
    const change = { result: ok(undefined), ...asked.value };
    if (waits) return change;
    return { ...change, audit: { subject: application.id, at: now, by: 'applicant', what: 'resend', letter } };
  });
  return result ?? refuse('unknown', undefined);
}
