import type { Letter } from '../../kernel/letter.ts';
import { compose } from '../../texts/letters/compose.tsx';
import { type Sender, text } from '../../texts/letters/section.ts';
import { say } from '../../texts/say.ts';

export interface KnownAccount {
  /** The account that has the address. Many have forgotten which one that is. */
  readonly userId: string;
  readonly homeserverUrl: string;
  /** Where a forgotten password is replaced; undefined: not here. */
  readonly forgottenUrl?: string | undefined;
}

const forgottenLink = (label: string, url: string) => ({ kind: 'links', label, links: [{ url }] }) as const;

/** Sent instead of the proof when the address belongs to an account; tells only its owner, whom the address reaches. */
export function alreadyAccountLetter(sender: Sender, { userId, homeserverUrl, forgottenUrl }: KnownAccount): Letter {
  const { language, title } = sender;
  return compose(sender, {
    subject: say(language, 'letters.haveAccount.subject', { title }),
    sections: [
      text(say(language, 'letters.haveAccount.what', { title, userId })),
      text(say(language, 'letters.haveAccount.next')),
      {
        kind: 'facts',
        facts: [
          { label: say(language, 'letters.welcome.userId'), value: userId },
          { label: say(language, 'letters.welcome.homeserver'), value: homeserverUrl },
        ],
      },
      ...(forgottenUrl === undefined
        ? []
        : [forgottenLink(say(language, 'letters.haveAccount.forgotten'), forgottenUrl)]),
    ],
    notYou: 'ignore',
  });
}
