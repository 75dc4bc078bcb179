import { ok, refuse } from '../../../kernel/outcome.ts';
import type { ExpiredWhy } from '../../application.ts';
import type { CommandOf, Move } from '../command.ts';
import { waitAnew } from '../entries.ts';
import { sayInThread } from '../jobs.ts';

/** Why an application expires whose address was proved. */
const afterProof: ReadonlySet<ExpiredWhy> = new Set(['nobody-decided', 'no-name-picked']);

/** Back to waiting, in a new round, if the name is still free. One whose address was never proved has to apply again. */
export const reopen: Move<CommandOf<'reopen'>, 'name'> = {
  needs: ['name'],

  apply(found, { by }, always) {
    const ended = found.stage === 'closed' || (found.stage === 'expired' && afterProof.has(found.why));
    if (!ended && found.stage !== 'declined') return refuse('not-waiting');
    // An account of ours that was closed keeps its name for ever; one that is only locked is still ours.
    const ours = found.userId !== undefined;
    if (ours ? ended : always.name === 'taken' || always.name === 'refused') return refuse('name-taken');

    const { next, jobs } = waitAnew(found, always);
    return ok({
      next,
      jobs: [...jobs, sayInThread(next, 'room.thread.reopened', { by }, always.now)],
      by,
      did: { what: 'reopen', round: next.round },
    });
  },
};
