import type { Letter } from '../../kernel/letter.ts';
import { compose } from '../../texts/letters/compose.tsx';
import { type Sender, text } from '../../texts/letters/section.ts';
import { say } from '../../texts/say.ts';

/** Goes to the address that an application used before; never names the new one, nor anything else of the applicant. */
export function addressChangedLetter(sender: Sender): Letter {
  const { language, title } = sender;
  return compose(sender, {
    subject: say(language, 'letters.changed.subject', { title }),
    sections: [text(say(language, 'letters.changed.what')), text(say(language, 'letters.changed.next'))],
    notYou: 'ignore',
  });
}
