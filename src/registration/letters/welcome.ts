import { DAY, HOUR } from '../../kernel/clock.ts';
import type { Letter } from '../../kernel/letter.ts';
import { compose } from '../../texts/letters/compose.tsx';
import { type Section, type Sender, text } from '../../texts/letters/section.ts';
import { say } from '../../texts/say.ts';

export interface WelcomeLetter {
  readonly userId: string;
  readonly link: string;
  /** Milliseconds from now. */
  readonly life: number;
  readonly homeserverUrl: string;
  readonly howToUrl: string | undefined;
  readonly clients: readonly { readonly name: string; readonly url: string }[];
  /** A reminder, because the link of the first letter has expired unused. */
  readonly again: boolean;
}

/** The account is ready; its link opens the page where the password is set. */
export function welcomeLetter(sender: Sender, about: WelcomeLetter): Letter {
  const { language, title } = sender;
  const { clients, howToUrl, again } = about;
  const enter = say(language, 'letters.welcome.enter', { homeserver: about.homeserverUrl });
  const goOn: Section[] = [];
  if (clients.length > 0) goOn.push({ kind: 'links', label: say(language, 'letters.welcome.clients'), links: clients });
  if (howToUrl !== undefined) {
    goOn.push({ kind: 'links', label: say(language, 'letters.welcome.howTo'), links: [{ url: howToUrl }] });
  }
  const life =
    about.life >= 2 * DAY
      ? say(language, 'letters.welcome.days', { count: Math.floor(about.life / DAY) })
      : say(language, 'letters.welcome.hours', { count: Math.max(1, Math.floor(about.life / HOUR)) });

  return compose(sender, {
    subject: say(language, again ? 'letters.welcome.againSubject' : 'letters.welcome.subject', { title }),
    sections: [
      text(say(language, again ? 'letters.welcome.againWhat' : 'letters.welcome.what')),
      { kind: 'button', label: say(language, 'letters.welcome.button'), url: about.link },
      text(`${life} ${say(language, 'letters.welcome.again')}`),
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
