import { ok, refuse } from '../../../kernel/outcome.ts';
import { endedStages } from '../../application.ts';
import type { CommandOf, Move } from '../command.ts';
import { adjustAccount, remindWelcome, sayInThread, sendLetter } from '../jobs.ts';
import { welcomeIssue } from '../links.ts';
import { sayShortfalls } from '../shortfalls.ts';
import { decidedBy, entering, staying } from '../stages.ts';

/** The account exists. Its owner gets the welcome letter, whose link sets the password unless there is one, unless the decision was taken back while it was being made. */
export const accountMade: Move<CommandOf<'account-made'>, never> = {
  needs: [],

  apply(found, { entry, userId, shortfalls = [], hasPassword = false }, { now, settings }) {
    if (found.stage === 'approved' && found.entry === entry) {
      if (hasPassword) {
        const next = { ...entering(found, now), ...decidedBy(found), stage: 'settled', userId } as const;
        return ok({
          next,
          jobs: [
            sendLetter(next, 'welcome-chosen', now),
            sayInThread(next, 'room.thread.accountMade', { userId }, now),
            ...sayShortfalls(next, shortfalls, now),
          ],
          by: 'porter',
          did: { what: 'account-made' },
        });
      }
      const next = { ...entering(found, now), ...decidedBy(found), stage: 'admitted', userId } as const;
      return ok({
        next,
        jobs: [
          sendLetter(next, 'welcome', now, welcomeIssue(next.entry)),
          sayInThread(next, 'room.thread.accountMade', { userId }, now),
          ...sayShortfalls(next, shortfalls, now),
          remindWelcome(next, now + settings.welcomeWithin),
        ],
        by: 'porter',
        did: { what: 'account-made' },
      });
    }

    if (found.userId !== undefined) return refuse('nothing-changed');
    // The approval was taken back meanwhile: note that the account is ours, and lock or close it. A new approval brings a job of its
    // own, which recognises the account.
    const next = { ...staying(found), userId };
    const what = endedStages.includes(found.stage) ? 'close' : 'lock';
    const adjust = found.stage === 'approved' ? [] : [adjustAccount(next, what, now)];
    return ok({ next, jobs: adjust, by: 'porter', did: { what: 'account-made' } });
  },
};
