import type { Letter } from '../../kernel/letter.ts';
import { spacedCode } from '../../kernel/one-time-code.ts';
import { compose } from '../../texts/letters/compose.tsx';
import { type Sender, text } from '../../texts/letters/section.ts';
import { say } from '../../texts/say.ts';
import { strangersName } from './strangers-name.ts';

/** Asks for the proof of the address, by link or by code. */
export function proveLetter(
  sender: Sender,
  { userId, link, code }: { readonly userId: string; readonly link: string; readonly code: string },
): Letter {
  const { language, title } = sender;
  return compose(sender, {
    subject: say(language, 'letters.prove.subject', { title }),
    sections: [
      text(say(language, 'letters.prove.why', { title, userId: strangersName(userId) })),
      { kind: 'button', label: say(language, 'letters.prove.button'), url: link },
      text(say(language, 'letters.prove.link')),
      { kind: 'code', label: say(language, 'letters.prove.code'), code: spacedCode(code) },
      text(say(language, 'letters.prove.codeLife')),
    ],
    notYou: 'ignore',
  });
}
