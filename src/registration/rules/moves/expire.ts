import { ok, refuse } from '../../../kernel/outcome.ts';
import type { CommandOf, Move } from '../command.ts';
import { expire } from '../entries.ts';
import { sayInThread, showNotice } from '../jobs.ts';

/** Ends an application whose address was not proved, that nobody decided, or for which nobody picked another name in time. */
export const expireMove: Move<CommandOf<'expire'>, never> = {
  needs: [],

  apply(found, { entry }, { now }) {
    if (found.entry !== entry) return refuse('nothing-changed');
    if (found.stage === 'submitted') {
      const entered = expire(found, 'not-proved', now);
      return ok({ ...entered, by: 'porter', did: { what: 'expire', why: entered.next.why }, voids: ['prove'] });
    }
    const stuck = found.stage === 'approved' && found.nameLost;
    if (found.stage !== 'waiting' && !stuck) return refuse('nothing-changed');

    const { next, jobs } = expire(found, stuck ? 'no-name-picked' : 'nobody-decided', now);
    const told = sayInThread(next, stuck ? 'room.thread.noNamePicked' : 'room.thread.expired', {}, now);
    return ok({
      next,
      jobs: [...jobs, showNotice(next, now), told],
      by: 'porter',
      did: { what: 'expire', why: next.why },
    });
  },
};
