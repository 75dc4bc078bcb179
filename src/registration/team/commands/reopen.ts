import { shortNumber } from '../people.ts';
import { sentence } from '../team-jobs.ts';
import { advanceByNumber } from './advance-by-number.ts';
import type { ActCommand } from './team-command.ts';

/** Takes a declined or expired application back to voting, in a new round. */
export const reopen: ActCommand = {
  words: ['reopen'],
  help: 'room.help.reopen',
  takesNumber: true,
  room: { alone: () => true },
  commandLine: { help: 'take a declined or expired one back to voting', reason: false },

  act: ({ shortId, by, cause }, tools) => advanceByNumber(shortId, { kind: 'reopen', by, cause }, tools),

  done: ({ shortId }) => sentence('room.answer.reopened', { number: shortNumber(shortId) }),
};
