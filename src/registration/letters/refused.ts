import type { Letter } from '../../kernel/letter.ts';
import { compose } from '../../texts/letters/compose.tsx';
import { type Sender, text } from '../../texts/letters/section.ts';
import { say } from '../../texts/say.ts';

export function refusedLetter(sender: Sender, { userId }: { readonly userId: string }): Letter {
  const { language, title } = sender;
  return compose(sender, {
    subject: say(language, 'letters.refused.subject', { title }),
    sections: [
      text(say(language, 'letters.refused.what', { title, userId })),
      text(say(language, 'letters.refused.next')),
    ],
  });
}
