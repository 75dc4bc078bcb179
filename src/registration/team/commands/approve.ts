import { shortNumber } from '../people.ts';
import { sentence } from '../team-jobs.ts';
import { advanceByNumber } from './advance-by-number.ts';
import type { ActCommand } from './team-command.ts';

/** Lets somebody in by one person's word, whatever the votes say. */
export const approve: ActCommand = {
  words: ['approve'],
  help: 'room.help.approve',
  takesNumber: true,
  room: { alone: () => true },
  commandLine: { help: 'approve it whatever the votes say', reason: true },

  act: ({ shortId, by, reason, cause }, tools) =>
    advanceByNumber(shortId, { kind: 'decide', choice: 'approve', by, reason, cause }, tools),

  done: ({ shortId }) => sentence('room.answer.approved', { number: shortNumber(shortId) }),
};
