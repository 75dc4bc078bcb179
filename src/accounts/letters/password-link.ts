import { DAY } from '../../kernel/clock.ts';
import type { Letter } from '../../kernel/letter.ts';
import type { UserId } from '../../kernel/matrix-id.ts';
import { compose } from '../../texts/letters/compose.tsx';
import { type Sender, text } from '../../texts/letters/section.ts';
import { say } from '../../texts/say.ts';
import type { LinkPurpose } from '../ports/password-links.ts';

export interface PasswordLinkLetter {
  readonly purpose: LinkPurpose;
  readonly userId: UserId;
  readonly link: string;
  /** Where a new one can be asked for. */
  readonly again: string;
  /** Milliseconds from now. */
  readonly life: number;
}

/** Brings a link that sets a password: asked for by the person, or sent by an operator. */
export function passwordLinkLetter(sender: Sender, { purpose, userId, link, again, life }: PasswordLinkLetter): Letter {
  const { language, title } = sender;
  const forgotten = purpose === 'forgotten';
  const [subject, what] = forgotten
    ? (['letters.forgotten.subject', 'letters.forgotten.what'] as const)
    : (['letters.invited.subject', 'letters.invited.what'] as const);
  const lasts = forgotten
    ? say(language, 'letters.forgotten.life')
    : say(language, 'letters.welcome.days', { count: Math.floor(life / DAY) });
  return compose(sender, {
    subject: say(language, subject, { title }),
    sections: [
      text(say(language, what, { title, userId })),
      { kind: 'button', label: say(language, 'letters.forgotten.button'), url: link },
      text(`${lasts} ${say(language, 'letters.forgotten.press')}`),
      ...(forgotten
        ? [text(say(language, 'letters.forgotten.keep'))]
        : [{ kind: 'links', label: say(language, 'letters.invited.again'), links: [{ url: again }] } as const]),
    ],
    ...(forgotten ? { notYou: 'ignore' as const } : {}),
  });
}
