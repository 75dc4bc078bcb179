import { refuse } from '../../kernel/outcome.ts';
import { findLink, type LinkNeeds } from '../find-link.ts';
import type { SteadyNow } from '../steady-time.ts';
import type { RenewWelcome } from '../use-cases.ts';
import { type AskWelcomeNeeds, askWelcome } from './ask-welcome.ts';

/** The letter goes to the proved address, so an expired link is good enough to ask for it. */
export function makeRenewWelcome(needs: LinkNeeds & AskWelcomeNeeds & { readonly steadyNow: SteadyNow }): RenewWelcome {
  return async (token) => {
    const found = await findLink(token, 'welcome', needs);
    if (found === undefined) return refuse('unknown', undefined);
    return askWelcome(found.application, 'applicant', needs.steadyNow(), needs);
  };
}
