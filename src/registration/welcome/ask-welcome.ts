import { type Outcome, refuse } from '../../kernel/outcome.ts';
import type { Application } from '../application.ts';
import { type AskStageLetterNeeds, askStageLetter } from '../ask-stage-letter.ts';
import type { TryAgain } from '../rules/letter-times.ts';

/**
 * Sends one more welcome letter with a link of its own. Earlier links stay valid until one of them is used, so pressing the button
 * twice brings two letters and does no harm.
 */
export async function askWelcome(
  application: Application,
  now: number,
  needs: AskStageLetterNeeds,
): Promise<Outcome<undefined, 'unknown' | 'too-late' | 'limited', TryAgain | undefined>> {
  if (application.stage !== 'admitted') return refuse('too-late', undefined);
  return askStageLetter(application, 'welcome', now, needs);
}
