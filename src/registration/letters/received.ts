import type { Letter } from '../../kernel/letter.ts';
import { compose } from '../../texts/letters/compose.tsx';
import { type Sender, text } from '../../texts/letters/section.ts';
import { say } from '../../texts/say.ts';

/** The address is proved; brings the status link. */
export function receivedLetter(
  sender: Sender,
  { userId, shortId, statusLink }: { readonly userId: string; readonly shortId: number; readonly statusLink: string },
): Letter {
  const { language, title } = sender;
  return compose(sender, {
    subject: say(language, 'letters.received.subject', { title }),
    sections: [
      text(say(language, 'letters.received.what', { title, userId, shortId })),
      text(say(language, 'letters.received.next')),
      { kind: 'button', label: say(language, 'letters.status.button'), url: statusLink },
      text(say(language, 'letters.received.keep')),
    ],
    notYou: 'withdraw',
  });
}
