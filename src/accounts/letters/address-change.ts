import type { Letter } from '../../kernel/letter.ts';
import type { UserId } from '../../kernel/matrix-id.ts';
import { compose } from '../../texts/letters/compose.tsx';
import { type Sender, text } from '../../texts/letters/section.ts';
import { say } from '../../texts/say.ts';
import { longTime } from '../../texts/times.ts';
import type { ChangeNews } from '../rules/address-jobs.ts';

export interface AddressChangeLetter {
  readonly news: ChangeNews;
  readonly userId: UserId;
  /** When it happened, epoch milliseconds. */
  readonly at: number;
  readonly timeZone: string;
  /** Page for a new password. */
  readonly forgotten: string;
}

/**
 * Tells an address that the account had before. It does not say the new one: others may read the mailbox that somebody leaves. Once the
 * change counts, no password can be had by this mailbox any more, so only the people who run the server can help.
 */
export function addressChangeLetter(sender: Sender, about: AddressChangeLetter): Letter {
  const { news, userId, at, timeZone, forgotten } = about;
  const { language, title } = sender;
  const time = longTime(at, language, timeZone);
  const label = say(language, 'letters.address.choose');
  return compose(sender, {
    subject: say(language, `letters.address.${news}.subject`, { title }),
    sections: [
      text(say(language, `letters.address.${news}.what`, { userId, time })),
      text(say(language, `letters.address.${news}.notYou`)),
      ...(news === 'done' ? [] : [{ kind: 'links', label, links: [{ url: forgotten }] } as const]),
    ],
  });
}
