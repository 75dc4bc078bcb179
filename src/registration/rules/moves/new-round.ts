import { ok, refuse } from '../../../kernel/outcome.ts';
import type { CommandOf, Move } from '../command.ts';
import { waitAnew } from '../entries.ts';

/** Voting starts again on a fresh notice; the applicant sees no change. */
export const newRound: Move<CommandOf<'new-round'>, never> = {
  needs: [],

  apply(found, { why }, always) {
    if (found.stage !== 'waiting') return refuse('not-waiting');
    const { next, jobs } = waitAnew(found, always);
    return ok({ next: { ...next, since: found.since }, jobs, by: 'porter', detail: `round ${next.round}: ${why}` });
  },
};
