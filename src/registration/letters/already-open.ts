import type { Letter } from '../../kernel/letter.ts';
import { say } from '../../texts/say.ts';
import { compose } from './compose.tsx';
import { type Sender, text } from './section.ts';

/** Instead of the proof, when another application has proved this address; brings that one's status link, if this is the very mailbox. */
export function alreadyOpenLetter(sender: Sender, { statusLink }: { readonly statusLink?: string }): Letter {
  const { language, title } = sender;
  return compose(sender, {
    subject: say(language, 'letters.haveOpen.subject', { title }),
    sections: [
      text(say(language, 'letters.haveOpen.what', { title })),
      ...(statusLink === undefined
        ? []
        : [
            text(say(language, 'letters.haveOpen.next')),
            { kind: 'button', label: say(language, 'letters.status.button'), url: statusLink } as const,
          ]),
    ],
    notYou: 'ignore',
  });
}
