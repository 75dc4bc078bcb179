import type { Language } from '../../kernel/languages.ts';
import { userIdOf } from '../../kernel/matrix-id.ts';
import { type JobHandler, nothing, unreadable } from '../../outbox/job.ts';
import type { Sender } from '../../texts/letters/section.ts';
import { passwordLinkLetter } from '../letters/password-link.ts';
import type { AccountStore } from '../ports/account-store.ts';
import type { LinkTokens } from '../ports/link-tokens.ts';
import type { PasswordLinkStore } from '../ports/password-links.ts';
import { FORGOTTEN, linkLife, passwordLinkUrl } from '../rules/link-jobs.ts';
import { addressOf, type PostToNeeds, postTo } from './post-to.ts';

export interface SendLinkNeeds extends PostToNeeds {
  readonly accounts: Pick<AccountStore, 'find'>;
  readonly links: Pick<PasswordLinkStore, 'find' | 'keep'>;
  readonly tokens: LinkTokens;
  readonly serverName: string;
  readonly sender: (language: Language) => Sender;
}

/**
 * Sends the letter with a link that sets a password. Whether there is an account is decided only here, long after the page has
 * answered: for an address that nobody has nothing is sent, and so for accounts that are suspended or closed.
 */
export const makeSendLink =
  ({ accounts, links, tokens, serverName, sender, ...post }: SendLinkNeeds): JobHandler =>
  async (job, tools) => {
    const { link: id } = job.payload;
    if (typeof id !== 'string') throw unreadable('A job to send a link does not say which one');
    const link = await links.find(id);
    if (link?.localpart === undefined || link.usedAt !== undefined) return nothing;
    const { localpart, purpose, language } = link;
    const account = await accounts.find(localpart);
    const to = addressOf(job, account, post.addressHash);
    if (account?.state !== 'active' || to === undefined) return nothing;

    const token = tokens.token(id);
    const life = linkLife[purpose];
    // An earlier attempt may have brought the letter there, so the time of its link runs already.
    const mayBeOut = link.sent !== undefined && job.firstTriedAt !== undefined;
    const kept = mayBeOut || (await links.keep(id, { hash: tokens.hash(token), validUntil: post.clock.now() + life }));
    if (!kept) return nothing;
    const from = sender(language);
    const letter = passwordLinkLetter(from, {
      ...{ purpose, userId: userIdOf(localpart, serverName), life },
      ...{ link: passwordLinkUrl(from.publicUrl, token), again: `${from.publicUrl}${FORGOTTEN}` },
    });
    return postTo(to, letter, job, tools, post);
  };
