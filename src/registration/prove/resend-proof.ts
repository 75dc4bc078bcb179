import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import { findByPageLink } from '../find-link.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { Derivations } from '../ports/derivations.ts';
import type { TryAgain } from '../rules/letter-times.ts';
import type { SteadyNow } from '../steady-time.ts';
import { askLetter } from './ask-letter.ts';

/** Another letter with a new code, within the limits (2 at once, then 1 per 5 min). */
export type ResendProof = (
  ticket: string,
) => Promise<Outcome<undefined, 'unknown' | 'ended' | 'limited', TryAgain | undefined>>;

export interface ResendProofNeeds {
  readonly applications: Pick<ApplicationStore, 'find' | 'findLink' | 'changeProof'>;
  readonly derive: Pick<Derivations, 'linkHash'>;
  readonly steadyNow: SteadyNow;
}

export function makeResendProof({ applications, derive, steadyNow }: ResendProofNeeds): ResendProof {
  return async (ticket) => {
    const now = steadyNow();
    const application = await findByPageLink(ticket, 'check', now, { applications, derive });
    if (application === undefined) return refuse('unknown', undefined);
    if (application.stage !== 'submitted') return refuse('ended', undefined);

    type Result = Awaited<ReturnType<ResendProof>>;
    const result = await applications.changeProof<Result>(application.id, async (proof, beside) => {
      // Read again under the lock: the address may have been corrected meanwhile.
      const { application: found } = beside;
      if (found.stage !== 'submitted') return { result: refuse('ended', undefined) };
      const asked = await askLetter(proof, found, beside, now);
      if (!asked.ok) return { result: asked };
      return { result: ok(undefined), ...asked.value };
    });
    return result ?? refuse('unknown', undefined);
  };
}
