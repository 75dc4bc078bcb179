import { plainText } from '../../../kernel/plain-text.ts';
import { shortNumber } from '../people.ts';
import { sentence } from '../team-jobs.ts';
import { advanceByNumber } from './advance-by-number.ts';
import { folded } from './fold-signs.ts';
import type { ActCommand } from './team-command.ts';

const LONGEST_REASON = 500;
const reasonLead = /^(?:[:,.!–—-]+\s*|because\b(?:\s+of\b)?[:,]?\s*|(?:weil|wegen)\b[:,]?\s*)+/iu;
/** The command alone, or one whose reason is marked as one: people also write "decline would be sad". */
const clearlyMeant = /^decline(?:\s+#?\d{1,9})?\s*(?:$|[.!]*$|:|because\b|weil\b|wegen\b)/iu;

/** Refuses somebody by one person's word, whatever the votes say. */
export const decline: ActCommand = {
  words: ['decline'],
  help: 'room.help.decline',
  takesNumber: true,
  room: {
    alone: (text) => clearlyMeant.test(folded(text)),
    reason: (rest) => plainText(rest.slice(reasonLead.exec(folded(rest))?.[0].length ?? 0), LONGEST_REASON),
  },
  commandLine: { help: 'decline it whatever the votes say', reason: true },

  act: ({ shortId, by, reason, cause }, tools) =>
    advanceByNumber(shortId, { kind: 'decide', choice: 'decline', by, reason, cause }, tools),

  done(application) {
    const number = shortNumber(application.shortId);
    if (application.stage !== 'declined') return sentence('room.answer.declinedBefore', { number });
    return sentence('room.answer.declined', { number, time: application.actsAt });
  },
};
