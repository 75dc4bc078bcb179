import { userIdOf } from '../../../kernel/matrix-id.ts';
import { ok, refuse } from '../../../kernel/outcome.ts';
import type { CommandOf, Move } from '../command.ts';
import { createAccount, sayInThread, showNotice, tellDelay } from '../jobs.ts';
import { decidedBy, entering } from '../stages.ts';

/** Another name for an approved applicant whose first one was lost. */
export const pickName: Move<CommandOf<'pick-name'>, 'name'> = {
  needs: ['name'],

  apply(found, { name: localpart }, { now, name, settings }) {
    if (found.stage !== 'approved' || !found.nameLost) return refuse('too-late');
    if (name === 'taken' || name === 'refused') return refuse('name-taken');

    const next = {
      ...entering(found, now),
      ...decidedBy(found),
      stage: 'approved',
      localpart,
      actsAt: now,
      nameLost: false,
    } as const;
    return ok({
      next,
      jobs: [
        createAccount(next, now),
        tellDelay(next, now),
        showNotice(next, now),
        sayInThread(next, 'room.thread.namePicked', { userId: userIdOf(localpart, settings.serverName) }, now),
      ],
      by: 'applicant',
      did: { what: 'pick-name', oldName: found.localpart, newName: localpart },
    });
  },
};
