import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import type { Advance } from '../advance.ts';
import { findByPageLink } from '../find-link.ts';
import type { StatusNeeds } from './view-status.ts';

export type Withdraw = (token: string) => Promise<Outcome<undefined, 'unknown' | 'too-late'>>;

export interface WithdrawNeeds extends StatusNeeds {
  readonly advance: Advance;
}

/** Withdraws once however often the button is pressed, and says each time that it is done. */
export function makeWithdraw({ advance, ...needs }: WithdrawNeeds): Withdraw {
  return async (token) => {
    const application = await findByPageLink(token, 'status', needs.steadyNow(), needs);
    if (application === undefined) return refuse('unknown');
    const moved = await advance(application.id, { kind: 'withdraw' }, application);
    if (moved.ok) return ok(undefined);
    const now = await needs.applications.find(application.id);
    return now?.stage === 'withdrawn' ? ok(undefined) : refuse('too-late');
  };
}
