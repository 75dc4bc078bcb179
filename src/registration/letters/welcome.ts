import { DAY, HOUR } from '../../kernel/clock.ts';
import type { Letter } from '../../kernel/letter.ts';
import { compose } from '../../texts/letters/compose.tsx';
import { type Section, type Sender, text } from '../../texts/letters/section.ts';
import { type Language, say } from '../../texts/say.ts';

export interface WelcomeLetter {
  readonly userId: string;
  /** Where the password is set; `life`: milliseconds from now. Undefined: it was chosen on the form. */
  readonly set: { readonly link: string; readonly life: number } | undefined;
  readonly homeserverUrl: string;
  readonly howToUrl: string | undefined;
  readonly clients: readonly { readonly name: string; readonly url: string }[];
  /** A reminder, because the link of the first letter has expired unused. */
  readonly again: boolean;
}

/** The account is ready; its link opens the page where the password is set, unless it was chosen before. */
export function welcomeLetter(sender: Sender, about: WelcomeLetter): Letter {
  const { language, title } = sender;
  const { clients, howToUrl, again } = about;
  const enter = say(language, 'letters.welcome.enter', { homeserver: about.homeserverUrl });
  const goOn: Section[] = [];
  if (clients.length > 0) goOn.push({ kind: 'links', label: say(language, 'letters.welcome.clients'), links: clients });
  if (howToUrl !== undefined) {
    goOn.push({ kind: 'links', label: say(language, 'letters.welcome.howTo'), links: [{ url: howToUrl }] });
  }

  return compose(sender, {
    subject: say(language, again ? 'letters.welcome.againSubject' : 'letters.welcome.subject', { title }),
    sections: [
      ...(about.set === undefined
        ? [text(say(language, 'letters.welcome.chosen'))]
        : setPassword(language, about.set, again)),
      {
        kind: 'facts',
        facts: [
          { label: say(language, 'letters.welcome.userId'), value: about.userId },
          { label: say(language, 'letters.welcome.homeserver'), value: about.homeserverUrl },
        ],
      },
      ...goOn,
      text(enter),
    ],
  });
}

function setPassword(
  language: Language,
  { link, life }: NonNullable<WelcomeLetter['set']>,
  again: boolean,
): readonly Section[] {
  const within =
    life >= 2 * DAY
      ? say(language, 'letters.welcome.days', { count: Math.floor(life / DAY) })
      : say(language, 'letters.welcome.hours', { count: Math.max(1, Math.floor(life / HOUR)) });
  return [
    text(say(language, again ? 'letters.welcome.againWhat' : 'letters.welcome.what')),
    { kind: 'button', label: say(language, 'letters.welcome.button'), url: link },
    text(`${within} ${say(language, 'letters.welcome.again')}`),
  ];
}
