import type { Letter } from '../../kernel/letter.ts';
import { compose } from '../../texts/letters/compose.tsx';
import { type Sender, text } from '../../texts/letters/section.ts';
import { say } from '../../texts/say.ts';
import { strangersName } from './strangers-name.ts';

/**
 * The address was not proved, nobody came to a decision, no other name was picked after a name was lost, or the account was closed
 * before it was handed over.
 */
type ExpiredLetterWhy = 'notProved' | 'nobodyDecided' | 'noNamePicked' | 'accountGone';

export function expiredLetter(
  sender: Sender,
  { userId, why }: { readonly userId: string; readonly why: ExpiredLetterWhy },
): Letter {
  const { language, title, publicUrl } = sender;
  const name = why === 'notProved' ? strangersName(userId) : userId;
  return compose(sender, {
    subject: say(language, why === 'accountGone' ? 'letters.expired.subjectAccountGone' : 'letters.expired.subject', {
      title,
    }),
    sections: [
      text(say(language, `letters.expired.${why}`, { userId: name })),
      text(say(language, 'letters.expired.again')),
      { kind: 'button', label: say(language, 'letters.expired.button'), url: `${publicUrl}/` },
    ],
    ...(why === 'notProved' ? { notYou: 'ignore' } : {}),
  });
}
