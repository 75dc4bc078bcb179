import { ok, refuse } from '../../../kernel/outcome.ts';
import type { CommandOf, Move } from '../command.ts';
import { waitAnew } from '../entries.ts';

/**
 * Voting starts again on a fresh notice. A decision by votes that has not acted yet goes back as well: its notice is in a room
 * that is no longer asked, so it could never be counted again.
 */
export const newRound: Move<CommandOf<'new-round'>, never> = {
  needs: [],

  apply(found, { why }, always) {
    const pending = (found.stage === 'approved' || found.stage === 'declined') && found.how === 'votes';
    if (found.stage !== 'waiting' && !pending) return refuse('not-waiting');
    const { next, jobs } = waitAnew(found, always);
    // Who was waiting has waited since then.
    const since = found.stage === 'waiting' ? found.since : next.since;
    return ok({ next: { ...next, since }, jobs, by: 'porter', did: { what: 'new-round', round: next.round, why } });
  },
};
