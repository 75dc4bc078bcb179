import { ok, refuse } from '../../../kernel/outcome.ts';
import type { CommandOf, Move } from '../command.ts';
import { sayInThread } from '../jobs.ts';
import { decidedBy, entering } from '../stages.ts';

/** The password is set: the application is settled and can no longer be undone. */
export const linkUsed: Move<CommandOf<'link-used'>, never> = {
  needs: [],

  apply(found, { spends }, { now }) {
    if (found.stage === 'settled') return refuse('nothing-changed');
    if (found.stage !== 'admitted') return refuse('not-waiting');
    const { userId } = found;
    const next = { ...entering(found, now), ...decidedBy(found), stage: 'settled', userId } as const;
    return ok({
      next,
      jobs: [sayInThread(next, 'room.thread.welcomeUsed', { userId }, now)],
      by: 'applicant',
      did: { what: 'link-used' },
      ...(spends === undefined ? {} : { spends }),
      voids: ['welcome'],
    });
  },
};
