import { type Outcome, refuse } from '../../kernel/outcome.ts';
import type { AskStageLetterNeeds } from '../ask-stage-letter.ts';
import { findByPageLink } from '../find-link.ts';
import type { TryAgain } from '../rules/letter-times.ts';
import { askWelcome } from '../welcome/ask-welcome.ts';
import { makePickName, type PickName, type PickNameNeeds } from './pick-name.ts';
import { makeViewStatus, type ViewStatus, type ViewStatusNeeds } from './view-status.ts';
import { makeWithdraw, type Withdraw, type WithdrawNeeds } from './withdraw.ts';

/** What the applicant's own page may ask, for whoever holds its link. */
export interface StatusPageUseCases {
  readonly viewStatus: ViewStatus;
  readonly withdraw: Withdraw;
  readonly pickName: PickName;
  readonly resendWelcome: (
    token: string,
  ) => Promise<Outcome<undefined, 'unknown' | 'too-late' | 'limited', TryAgain | undefined>>;
}

export type StatusPageNeeds = ViewStatusNeeds & WithdrawNeeds & PickNameNeeds & AskStageLetterNeeds;

export const makeStatusPage = (needs: StatusPageNeeds): StatusPageUseCases => ({
  viewStatus: makeViewStatus(needs),
  withdraw: makeWithdraw(needs),
  pickName: makePickName(needs),

  async resendWelcome(token) {
    const now = needs.steadyNow();
    const application = await findByPageLink(token, 'status', now, needs);
    if (application === undefined) return refuse('unknown', undefined);
    return askWelcome(application, now, needs);
  },
});
