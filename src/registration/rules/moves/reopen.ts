import { ok, refuse } from '../../../kernel/outcome.ts';
import type { CommandOf, Move } from '../command.ts';
import { waitAnew } from '../entries.ts';
import { sayInThread } from '../jobs.ts';
import { provedBefore } from '../stages.ts';

/** Back to waiting in a new round, if the name is still free. Refused when the address was never proved. */
export const reopen: Move<CommandOf<'reopen'>, 'name'> = {
  needs: ['name'],

  apply(found, { by }, always) {
    if (found.stage === 'waiting') return refuse('open-already');
    if (found.stage === 'submitted') return refuse('not-proved');
    if (found.stage === 'expired' && !provedBefore(found.why)) return refuse('never-proved');
    const ended = found.stage === 'closed' || found.stage === 'expired';
    if (!ended && found.stage !== 'declined') return refuse('not-waiting');
    // The name of a closed account stays taken for ever; a locked account is unlocked instead of made anew.
    const ours = found.userId !== undefined;
    // The account may be gone and still hold the name. The next approval finds out what is left of it.
    const gone = found.stage === 'expired' && found.why === 'account-gone';
    const taken = ours ? ended : always.name === 'taken' || always.name === 'refused';
    if (taken && !gone) return refuse('name-taken');

    const { next, jobs } = waitAnew(found, always);
    return ok({
      next,
      jobs: [...jobs, sayInThread(next, 'room.thread.reopened', { by }, always.now)],
      by,
      did: { what: 'reopen', round: next.round },
    });
  },
};
