import { type Outcome, ok, refuse } from '../../../kernel/outcome.ts';
import type { Application } from '../../application.ts';
import { oneMore } from '../../rules/ask-again.ts';
import type { LetterKind } from '../../rules/jobs.ts';
import { shortNumber } from '../people.ts';
import { sentence } from '../team-jobs.ts';
import { endWithoutAccount } from './advance-by-number.ts';
import type { ActCommand } from './team-command.ts';

/** The letter that the present stage is about, once more. A person of the team asked, so no limit of letters holds it back. */
export const resend: ActCommand = {
  words: ['resend'],
  help: 'room.help.resend',
  takesNumber: true,
  room: { alone: () => true },
  commandLine: { help: 'send the letter that is due now once more', reason: false },

  async act({ shortId, by, cause }, { applications, advance, askAccount, clock }) {
    const found = await applications.findByShortId(shortId);
    if (found === undefined) return refuse('unknown-application');
    const letter = letterOf(found);
    if (letter === undefined) return refuse('nothing-to-send');

    // Its link would lead to an account that nobody can enter.
    const barred = letter === 'welcome' ? await askAccount(found) : undefined;
    if (barred === 'closed') return refuse(await endWithoutAccount(found, advance));
    if (barred === 'locked') return refuse('account-locked');

    const now = clock.now();
    type Result = Outcome<Application, 'letter-waits'>;
    const result = await applications.changeProof<Result>(found.id, async (proof, beside) => {
      const newest = letter === 'prove' ? proof.nextIssue - 1 : undefined;
      if (await beside.letterWaits(letter, newest)) return { result: refuse('letter-waits') };
      return {
        result: ok(found),
        ...oneMore(found, proof, letter, now),
        audit: {
          ...{ subject: found.id, at: now, by, what: 'resend', letter },
          ...(cause === undefined ? {} : { cause }),
        },
      };
    });
    return result ?? refuse('unknown-application');
  },

  done: ({ shortId }) => sentence('room.answer.resent', { number: shortNumber(shortId) }),
};

function letterOf(found: Application): LetterKind | undefined {
  switch (found.stage) {
    case 'submitted':
      return 'prove';
    case 'waiting':
      return 'received';
    case 'approved':
      return found.nameLost ? 'name-lost' : undefined;
    case 'admitted':
      return 'welcome';
    case 'closed':
      return 'refused';
    case 'expired':
      return found.why === 'too-many-codes' ? undefined : 'expired';
    case 'declined':
    case 'settled':
    case 'withdrawn':
      return undefined;
  }
}
