import type { Letter } from '../../kernel/letter.ts';
import type { UserId } from '../../kernel/matrix-id.ts';
import { compose } from '../../texts/letters/compose.tsx';
import { type Sender, text } from '../../texts/letters/section.ts';
import { say } from '../../texts/say.ts';

/** Goes to a new mail address of an account: only whoever reads it can make it count. */
export function proveAddressLetter(
  sender: Sender,
  { userId, link }: { readonly userId: UserId; readonly link: string },
): Letter {
  const { language, title } = sender;
  return compose(sender, {
    subject: say(language, 'letters.newAddress.subject', { title }),
    sections: [
      text(say(language, 'letters.newAddress.what', { title, userId })),
      { kind: 'button', label: say(language, 'letters.prove.button'), url: link },
      text(`${say(language, 'letters.forgotten.life')} ${say(language, 'letters.newAddress.press')}`),
    ],
    notYou: 'ignore',
  });
}
