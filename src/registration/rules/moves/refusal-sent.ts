import { ok, refuse } from '../../../kernel/outcome.ts';
import type { CommandOf, Move } from '../command.ts';
import { closeAccount } from '../entries.ts';
import { sayInThread } from '../jobs.ts';
import { decidedBy, entering } from '../stages.ts';

const told = {
  sent: 'room.thread.refusalSent',
  refused: 'room.thread.refusalUndeliverable',
} as const;

/**
 * The refusal was sent, or its address takes no mail. Name and address are free again, except the name of an account that was made: it
 * is closed now.
 */
export const refusalSent: Move<CommandOf<'refusal-sent'>, never> = {
  needs: [],

  apply(found, { entry, letter }, { now }) {
    if (found.stage !== 'declined' || found.entry !== entry) return refuse('nothing-changed');
    const next = { ...entering(found, now), ...decidedBy(found), stage: 'closed' } as const;
    return ok({
      next,
      jobs: [sayInThread(next, told[letter], {}, now), ...closeAccount(next, now)],
      by: 'porter',
      did: { what: 'refusal-sent', letter },
    });
  },
};
