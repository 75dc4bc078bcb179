import { refuse } from '../../kernel/outcome.ts';
import { findByPageLink } from '../find-link.ts';
import type { ResendWelcome } from '../use-cases.ts';
import { type AskWelcomeNeeds, askWelcome } from '../welcome/ask-welcome.ts';
import type { StatusNeeds } from './view-status.ts';

export function makeResendWelcome(needs: StatusNeeds & AskWelcomeNeeds): ResendWelcome {
  return async (token) => {
    const now = needs.steadyNow();
    const application = await findByPageLink(token, 'status', now, needs);
    if (application === undefined) return refuse('unknown', undefined);
    return askWelcome(application, 'applicant', now, needs);
  };
}
