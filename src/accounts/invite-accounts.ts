import type { Clock } from '../kernel/clock.ts';
import type { EmailAddress } from '../kernel/email-address.ts';
import type { Ids } from '../kernel/ids.ts';
import type { Language } from '../kernel/languages.ts';
import type { Localpart } from '../kernel/matrix-id.ts';
import { type Outcome, ok, refuse } from '../kernel/outcome.ts';
import type { Actor } from '../ports/audit.ts';
import type { AccountState, Profile } from './ports/account.ts';
import type { AccountStore } from './ports/account-store.ts';
import type { LinkTokens } from './ports/link-tokens.ts';
import type { PasswordLink, PasswordLinkStore } from './ports/password-links.ts';
import type { ImportedAccount } from './rules/imported-account.ts';
import { linkLife, passwordLinkUrl, sendLink } from './rules/link-jobs.ts';
import { mailsOf } from './rules/third-party-id.ts';

/** Accounts whose letters are saved together. */
const AT_ONCE = 100;

/** `in-state`: nobody can log in with it; the detail says why. */
export type InviteRefusal = 'unknown-account' | 'in-state';
type Invited<Value> = Outcome<Value, InviteRefusal, AccountState | undefined>;

export interface Invitations {
  /** Letters that were or would be sent. */
  readonly letters: number;
  /** Accounts that had their letter before. */
  readonly before: number;
  /** Accounts without a mail address: they need a password, or a link that is handed over. */
  readonly withoutAddress: readonly Localpart[];
}

export interface InviteAccounts {
  /** Makes a link that the operator hands over by other means. `validUntil`: epoch milliseconds. */
  link(localpart: Localpart, by: Actor): Promise<Invited<{ readonly url: string; readonly validUntil: number }>>;
  /** Has a letter with a link sent to the first mail address of the account. */
  mail(localpart: Localpart, by: Actor): Promise<Invited<EmailAddress> | Outcome<EmailAddress, 'no-address'>>;
  /**
   * The same for those of these accounts that have no password. Repeatable: nobody gets a second letter.
   *
   * @param write false: only counts, also accounts that are not made yet
   */
  all(
    accounts: readonly ImportedAccount[],
    options: { readonly write: boolean; readonly by: Actor },
  ): Promise<Invitations>;
}

export interface InviteAccountsNeeds {
  readonly accounts: Pick<AccountStore, 'findCredential'>;
  readonly links: Pick<PasswordLinkStore, 'add'>;
  readonly tokens: LinkTokens;
  readonly addressHash: (address: EmailAddress) => string;
  /** Of the letters: the person's own is not known. */
  readonly language: Language;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Pick<Ids, 'next'>;
}

/** Links by which people set the first password of their account, at an operator's order. Throws `Fault` as the store does. */
export function makeInviteAccounts(needs: InviteAccountsNeeds): InviteAccounts {
  const { accounts, links, tokens, addressHash, language, publicUrl, clock, ids } = needs;

  async function active(localpart: Localpart): Promise<Invited<Profile>> {
    const found = await accounts.findCredential(localpart);
    if (found === undefined) return refuse('unknown-account', undefined);
    return found.profile.state === 'active' ? ok(found.profile) : refuse('in-state', found.profile.state);
  }

  const aLink = (localpart: Localpart): PasswordLink => ({
    ...{ id: ids.next(), localpart, purpose: 'invited', language, askedAt: clock.now() },
    ...{ addressHash: undefined, sent: undefined, usedAt: undefined },
  });

  /** @param key of the job, see `sendLink`; left out: one for each letter */
  function letterTo(localpart: Localpart, address: EmailAddress, key?: string) {
    const link = { ...aLink(localpart), addressHash: addressHash(address) };
    return { link, job: sendLink(link, key) };
  }

  return {
    async link(localpart, by) {
      const found = await active(localpart);
      if (!found.ok) return found;
      const link = aLink(localpart);
      const token = tokens.token(link.id);
      const at = clock.now();
      const validUntil = at + linkLife.invited;
      const sent = { hash: tokens.hash(token), validUntil };
      await links.add([{ link: { ...link, sent }, job: undefined }], { by, at });
      return ok({ url: passwordLinkUrl(publicUrl, token), validUntil });
    },

    async mail(localpart, by) {
      const found = await active(localpart);
      if (!found.ok) return found;
      const to = mailsOf(found.value)[0];
      if (to === undefined) return refuse('no-address');
      await links.add([letterTo(localpart, to)], { by, at: clock.now() });
      return ok(to);
    },

    async all(imported, { write, by }) {
      const withoutAddress: Localpart[] = [];
      const letters: ReturnType<typeof letterTo>[] = [];
      let sent = 0;
      for (const { localpart, ...row } of imported) {
        const found = await accounts.findCredential(localpart);
        // Not made: by a trial run, or because somebody else was faster.
        if (found === undefined && write) continue;
        const { state, addresses } = found?.profile ?? row;
        const hash = found === undefined ? row.hash : found.hash;
        if (state !== 'active' || hash !== undefined) continue;
        const to = mailsOf({ addresses })[0];
        if (to === undefined) withoutAddress.push(localpart);
        else letters.push(letterTo(localpart, to, `invited:${localpart}`));
      }
      if (!write) return { letters: letters.length, before: 0, withoutAddress };
      for (let from = 0; from < letters.length; from += AT_ONCE)
        sent += await links.add(letters.slice(from, from + AT_ONCE), { by, at: clock.now() });
      return { letters: sent, before: letters.length - sent, withoutAddress };
    },
  };
}
