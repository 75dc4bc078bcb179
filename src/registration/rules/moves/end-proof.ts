import { ok, refuse } from '../../../kernel/outcome.ts';
import type { CommandOf, Move } from '../command.ts';
import { expire } from '../entries.ts';

/** The tenth wrong code: the application is over and its name is free. */
export const endProof: Move<CommandOf<'end-proof'>, never> = {
  needs: [],

  apply(found, _command, { now }) {
    if (found.stage !== 'submitted') return refuse('ended');
    const entered = expire(found, 'too-many-codes', now);
    return ok({ ...entered, by: 'porter', did: { what: 'end-proof' }, voids: ['prove'] });
  },
};
