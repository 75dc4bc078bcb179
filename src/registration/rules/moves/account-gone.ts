import { ok, refuse } from '../../../kernel/outcome.ts';
import type { CommandOf, Move } from '../command.ts';
import { sayInThread, sendLetter, showNotice } from '../jobs.ts';
import { entering } from '../stages.ts';

/**
 * The account that was made is closed or not there any more, so nothing is left to hand over and the application ends. It no longer
 * names the account: reopened and approved again, it finds one that is active again, or makes a new one.
 */
export const accountGone: Move<CommandOf<'account-gone'>, never> = {
  needs: [],

  apply(found, { userId }, { now }) {
    const open = found.stage === 'waiting' || found.stage === 'approved' || found.stage === 'admitted';
    if (!open || (found.userId ?? userId) !== userId) return refuse('nothing-changed');
    const next = { ...entering(found, now), userId: undefined, stage: 'expired', why: 'account-gone' } as const;
    return ok({
      next,
      jobs: [
        sendLetter(next, 'expired', now),
        showNotice(next, now),
        sayInThread(next, 'room.thread.accountGone', { userId, id: found.shortId }, now),
      ],
      by: 'porter',
      did: { what: 'account-gone', userId },
      voids: ['welcome'],
    });
  },
};
