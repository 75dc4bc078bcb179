import type { Letter } from '../../kernel/letter.ts';
import { compose } from '../../texts/letters/compose.tsx';
import { type Sender, text } from '../../texts/letters/section.ts';
import { say } from '../../texts/say.ts';

/** Sent instead of the proof when another application has proved this address; has its status link if the mailbox is the same. */
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
