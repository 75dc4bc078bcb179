import type { Letter } from '../../kernel/letter.ts';
import { compose } from '../../texts/letters/compose.tsx';
import { type Sender, text } from '../../texts/letters/section.ts';
import { say } from '../../texts/say.ts';

/** The application is approved, but the account could not be made for an hour. */
export function approvedDelayedLetter(
  sender: Sender,
  { userId, statusLink }: { readonly userId: string; readonly statusLink: string },
): Letter {
  const { language, title } = sender;
  return compose(sender, {
    subject: say(language, 'letters.delayed.subject', { title }),
    sections: [
      text(say(language, 'letters.delayed.what', { userId })),
      text(say(language, 'letters.delayed.next')),
      { kind: 'button', label: say(language, 'letters.status.button'), url: statusLink },
    ],
  });
}
