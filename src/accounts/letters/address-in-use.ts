import type { Letter } from '../../kernel/letter.ts';
import type { UserId } from '../../kernel/matrix-id.ts';
import { compose } from '../../texts/letters/compose.tsx';
import { type Sender, text } from '../../texts/letters/section.ts';
import { say } from '../../texts/say.ts';

/** Tells the owner of an address that another account asked for it. @param owner.userId the owner's own account */
export function addressInUseLetter(sender: Sender, owner: { readonly userId: UserId }): Letter {
  const { language, title } = sender;
  return compose(sender, {
    subject: say(language, 'letters.addressInUse.subject', { title }),
    sections: [
      text(say(language, 'letters.addressInUse.what', { title, userId: owner.userId })),
      text(say(language, 'letters.addressInUse.next', { userId: owner.userId })),
    ],
    notYou: 'ignore',
  });
}
