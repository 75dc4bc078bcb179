import { ok, refuse } from '../../../kernel/outcome.ts';
import type { CommandOf, Move } from '../command.ts';
import { closeAccount } from '../entries.ts';
import { sayInThread, showNotice } from '../jobs.ts';
import { entering } from '../stages.ts';

/**
 * The applicant withdraws, at any time before an approval, and also while a refusal waits to be sent: it is then not sent. The
 * page offers it until then, because an offer that went away would tell of the refusal.
 */
export const withdraw: Move<CommandOf<'withdraw'>, never> = {
  needs: [],

  apply(found, _command, { now }) {
    if (found.stage === 'expired' || found.stage === 'withdrawn') return refuse('ended');
    if (found.stage !== 'submitted' && found.stage !== 'waiting' && found.stage !== 'declined')
      return refuse('too-late');

    const next = { ...entering(found, now), stage: 'withdrawn' } as const;
    // Before the proof the team has not heard of the application.
    const told =
      found.stage === 'submitted' ? [] : [showNotice(next, now), sayInThread(next, 'room.thread.withdrawn', {}, now)];
    return ok({
      next,
      jobs: [...told, ...closeAccount(next, now)],
      by: 'applicant',
      did: { what: 'withdraw' },
      voids: ['prove', 'welcome'],
      leavesLine: 'never',
    });
  },
};
