import { ok, refuse } from '../../../kernel/outcome.ts';
import type { CommandOf, Move } from '../command.ts';
import { waitAnew } from '../entries.ts';
import { adjustAccount, sayInThread } from '../jobs.ts';

/** Takes a decision back, until the welcome link is used or the refusal is sent. Locks an account that exists. */
export const undo: Move<CommandOf<'undo'>, never> = {
  needs: [],

  apply(found, { by }, always) {
    if (found.stage === 'settled' || found.stage === 'closed') return refuse('too-late');
    if (found.stage !== 'approved' && found.stage !== 'admitted' && found.stage !== 'declined') {
      return refuse('not-decided');
    }
    const { now } = always;
    const { next, jobs } = waitAnew(found, always);
    const made = next.userId !== undefined;
    const locked = made ? [adjustAccount(next, 'lock', now)] : [];
    const told = sayInThread(next, made ? 'room.thread.undoneLocked' : 'room.thread.undone', { by }, now);
    return ok({
      next,
      jobs: [...locked, ...jobs, told],
      by,
      did: { what: 'undo', round: next.round },
      voids: ['welcome'],
    });
  },
};
