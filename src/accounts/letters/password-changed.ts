import type { Letter } from '../../kernel/letter.ts';
import type { UserId } from '../../kernel/matrix-id.ts';
import { compose } from '../../texts/letters/compose.tsx';
import { type Sender, text } from '../../texts/letters/section.ts';
import { say } from '../../texts/say.ts';
import { longTime } from '../../texts/times.ts';

/** @param at epoch milliseconds */
export function passwordChangedLetter(
  sender: Sender,
  { userId, at, timeZone }: { readonly userId: UserId; readonly at: number; readonly timeZone: string },
): Letter {
  const { language, title } = sender;
  const time = longTime(at, language, timeZone);
  return compose(sender, {
    subject: say(language, 'letters.passwordChanged.subject', { title }),
    sections: [
      text(say(language, 'letters.passwordChanged.what', { userId, time })),
      text(say(language, 'letters.passwordChanged.notYou')),
    ],
  });
}
