import { shortNumber } from '../people.ts';
import { sentence } from '../team-jobs.ts';
import { advanceByNumber } from './advance-by-number.ts';
import type { ActCommand } from './team-command.ts';

/** Until the welcome link is used or the refusal is sent: link void, account locked, back to waiting with a new notice. */
export const undo: ActCommand = {
  words: ['undo'],
  help: 'room.help.undo',
  takesNumber: true,
  room: { alone: () => true },
  commandLine: {
    help: 'take a decision back: an approval until the welcome link is used, a refusal until it is sent',
    reason: false,
  },

  act: ({ shortId, by, cause }, tools) => advanceByNumber(shortId, { kind: 'undo', by, cause }, tools),

  done: ({ shortId }) => sentence('room.answer.undone', { number: shortNumber(shortId) }),
};
