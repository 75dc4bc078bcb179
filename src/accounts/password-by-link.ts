import type { Clock } from '../kernel/clock.ts';
import type { EmailAddress } from '../kernel/email-address.ts';
import type { Ids } from '../kernel/ids.ts';
import type { Language } from '../kernel/languages.ts';
import { type UserId, userIdOf } from '../kernel/matrix-id.ts';
import { type Outcome, ok, refuse } from '../kernel/outcome.ts';
import type { NewJob } from '../outbox/job.ts';
import type { PasswordRefusal } from '../ports/password-judge.ts';
import type { NewPasswords } from './new-passwords.ts';
import type { Profile } from './ports/account.ts';
import type { AccountStore } from './ports/account-store.ts';
import type { LinkTokens } from './ports/link-tokens.ts';
import type { AskedLink, PasswordLinkStore } from './ports/password-links.ts';
import { countedSince, refuses, sendLink } from './rules/link-jobs.ts';
import { mailsOf, parseThirdPartyId } from './rules/third-party-id.ts';
import type { SavePassword } from './save-password.ts';

/** `unknown`: no such link, or its account or address is gone. `used`: a password was set since. `locked`: the account is suspended. */
export type LinkRefusal = 'unknown' | 'used' | 'expired' | 'locked';

/** Whose password a link sets. */
export interface LinkedAccount {
  readonly userId: UserId;
  readonly language: Language;
}

export interface PasswordByLink {
  /**
   * Asks for a letter with a link. The answer is the same whoever has the address, and so is the work. `flooded`: too many people ask.
   */
  ask(address: string, language: Language): Promise<Outcome<undefined, 'not-an-address' | 'flooded'>>;
  /** Whose password the link sets; changes nothing. With a refusal, `detail` says so where the link is known. */
  peek(token: string): Promise<Outcome<LinkedAccount, LinkRefusal, LinkedAccount | undefined>>;
  /** @param endSessions log the person out everywhere */
  set(
    token: string,
    typed: string,
    endSessions: boolean,
  ): Promise<
    | Outcome<LinkedAccount, LinkRefusal, LinkedAccount | undefined>
    | Outcome<LinkedAccount, 'busy'>
    | Outcome<LinkedAccount, 'weak', PasswordRefusal>
  >;
}

export interface PasswordByLinkNeeds {
  readonly accounts: Pick<AccountStore, 'find' | 'findAddresses' | 'madeFor'>;
  readonly links: Pick<PasswordLinkStore, 'ask' | 'findByHash'>;
  readonly tokens: Pick<LinkTokens, 'hash'>;
  readonly newPasswords: NewPasswords;
  readonly savePassword: SavePassword;
  readonly addressHash: (address: EmailAddress) => string;
  /** Jobs of others for a password that the person of an account made for this application has set. */
  readonly whenSet: (applicationId: string, at: number) => readonly NewJob[];
  readonly serverName: string;
  /** False without a homeserver: then no sessions can be ended. */
  readonly endsSessions: boolean;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Pick<Ids, 'next'>;
}

/** How people set a password by a link: one that they forgot, or the first one. Throws `Fault` when the database cannot be used. */
export function makePasswordByLink(needs: PasswordByLinkNeeds): PasswordByLink {
  const { accounts, links, tokens, newPasswords, savePassword, addressHash, whenSet, serverName, clock, ids } = needs;

  interface Opened extends LinkedAccount {
    readonly account: Profile;
    readonly hash: string;
  }

  async function open(token: string): Promise<Outcome<Opened, LinkRefusal, LinkedAccount | undefined>> {
    const link = await links.findByHash(tokens.hash(token));
    const account = link?.localpart === undefined ? undefined : await accounts.find(link.localpart);
    if (link?.sent === undefined || account === undefined || account.state === 'closed') {
      return refuse('unknown', undefined);
    }
    // Whoever reads that mailbox today may be a stranger.
    const isTheirs = mailsOf(account).some((address) => addressHash(address) === link.addressHash);
    if (link.addressHash !== undefined && !isTheirs) return refuse('unknown', undefined);
    const view = { userId: userIdOf(account.localpart, serverName), language: link.language };
    if (link.usedAt !== undefined) return refuse('used', view);
    if (clock.now() > link.sent.validUntil) return refuse('expired', view);
    if (account.state !== 'active') return refuse('locked', view);
    return ok({ ...view, account, hash: link.sent.hash });
  }

  return {
    async ask(typed, language) {
      const address = parseThirdPartyId('email', typed);
      if (address?.medium !== 'email') return refuse('not-an-address');
      const [found] = await accounts.findAddresses([address]);
      const now = clock.now();
      const link: AskedLink = {
        ...{ id: ids.next(), localpart: found?.account.localpart, language, askedAt: now },
        ...{ purpose: 'forgotten', addressHash: addressHash(address.address), sent: undefined, usedAt: undefined },
      };
      const refusal = await links.ask(link, sendLink(link), countedSince(now), (before) => refuses(before, now));
      return refusal === 'flooded' ? refuse('flooded') : ok(undefined);
    },

    async peek(token) {
      const opened = await open(token);
      if (!opened.ok) return opened;
      const { userId, language } = opened.value;
      return ok({ userId, language });
    },

    async set(token, typed, endSessions) {
      const opened = await open(token);
      if (!opened.ok) return opened;
      const { account, userId, language, hash: spends } = opened.value;
      const made = await newPasswords.make(account, typed);
      if (!made.ok) return made;
      const ends = endSessions && needs.endsSessions ? { keep: undefined } : undefined;
      const applicationId = await accounts.madeFor(account.localpart);
      const also = applicationId === undefined ? [] : whenSet(applicationId, clock.now());
      const saved = await savePassword(account, { hash: made.value, by: userId, ends, spends, also });
      if (saved) return ok({ userId, language });
      // It ended while the password was hashed: by another form with the same link, most likely.
      const again = await open(token);
      return again.ok ? refuse('unknown', undefined) : again;
    },
  };
}
