import type { Letter } from '../../kernel/letter.ts';
import { compose } from '../../texts/letters/compose.tsx';
import { type Sender, text } from '../../texts/letters/section.ts';
import { say } from '../../texts/say.ts';

/** The application is approved, but somebody else took the name meanwhile. */
export function nameLostLetter(
  sender: Sender,
  { userId, statusLink }: { readonly userId: string; readonly statusLink: string },
): Letter {
  const { language, title } = sender;
  return compose(sender, {
    subject: say(language, 'letters.nameLost.subject', { title }),
    sections: [
      text(say(language, 'letters.nameLost.what', { userId })),
      text(say(language, 'letters.nameLost.next')),
      { kind: 'button', label: say(language, 'letters.nameLost.button'), url: statusLink },
    ],
  });
}
