import type { Letter } from '../../kernel/letter.ts';
import { say } from '../../texts/say.ts';
import { compose } from './compose.tsx';
import { type Sender, text } from './section.ts';

/** Instead of the proof, when the address belongs to an account; says nothing that its owner does not know. */
export function alreadyAccountLetter(sender: Sender, { homeserverUrl }: { readonly homeserverUrl: string }): Letter {
  const { language, title } = sender;
  return compose(sender, {
    subject: say(language, 'letters.haveAccount.subject', { title }),
    sections: [
      text(say(language, 'letters.haveAccount.what', { title })),
      text(say(language, 'letters.haveAccount.next')),
      { kind: 'facts', facts: [{ label: say(language, 'letters.welcome.homeserver'), value: homeserverUrl }] },
    ],
    notYou: 'ignore',
  });
}
