import { ok, refuse } from '../../../kernel/outcome.ts';
import type { CommandOf, Move } from '../command.ts';
import { approve, decline } from '../entries.ts';
import { sayInThread } from '../jobs.ts';

const words = {
  approve: ['room.thread.approved', 'room.thread.approvedBecause'],
  decline: ['room.thread.declined', 'room.thread.declinedBecause'],
} as const;

/** A decision by room command or command line; it stands whatever the votes say. */
export const decideByHand: Move<CommandOf<'decide'>, never> = {
  needs: [],

  apply(found, { choice, by, reason }, always) {
    if (found.stage === 'submitted') return refuse('not-proved');
    if (found.stage === 'expired' || found.stage === 'withdrawn') return refuse('not-waiting');
    if (found.stage !== 'waiting' && found.stage !== 'approved' && found.stage !== 'declined')
      return refuse('too-late');
    if (found.stage === (choice === 'approve' ? 'approved' : 'declined') && found.how === 'person') {
      return refuse('nothing-changed');
    }
    const decided = { votes: found.votes, by: [by], how: 'person' } as const;
    const entered = choice === 'approve' ? approve(found, decided, always) : decline(found, decided, always);
    const why = reason === undefined || reason === '' ? undefined : reason;
    const [word, wordBecause] = words[choice];
    const told =
      why === undefined
        ? sayInThread(entered.next, word, { by }, always.now)
        : sayInThread(entered.next, wordBecause, { by, reason: why }, always.now);
    return ok({
      next: entered.next,
      jobs: [...entered.jobs, told],
      by,
      did: { what: 'decide', reason: why },
      leavesLine: 'now',
    });
  },
};
