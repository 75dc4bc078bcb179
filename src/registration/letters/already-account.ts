import type { Letter } from '../../kernel/letter.ts';
import { say } from '../../texts/say.ts';
import { compose } from './compose.tsx';
import { type Sender, text } from './section.ts';

/** Sent instead of the proof when the address belongs to an account; tells its owner nothing new. */
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
