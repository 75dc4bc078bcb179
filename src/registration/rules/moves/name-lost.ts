import { userIdOf } from '../../../kernel/matrix-id.ts';
import { ok, refuse } from '../../../kernel/outcome.ts';
import type { CommandOf, Move } from '../command.ts';
import { expireApplication, sayInThread, sendLetter } from '../jobs.ts';
import { staying } from '../stages.ts';

/** Somebody else has the name now. The applicant picks another on the status page; the votes stand. */
export const nameLost: Move<CommandOf<'name-lost'>, never> = {
  needs: [],

  apply(found, { entry, touched }, { now, settings }) {
    if (found.stage !== 'approved' || found.entry !== entry || found.nameLost) return refuse('nothing-changed');
    const next = { ...staying(found), nameLost: true };
    const what = touched ? 'room.thread.nameLostTouched' : 'room.thread.nameLost';
    return ok({
      next,
      jobs: [
        sendLetter(next, 'name-lost', now),
        sayInThread(next, what, { userId: userIdOf(found.localpart, settings.serverName) }, now),
        expireApplication(next, now + settings.decideWithin),
      ],
      by: 'porter',
      did: { what: 'name-lost' },
    });
  },
};
