import type { Clock } from '../kernel/clock.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import type { EmailAddress } from '../kernel/email-address.ts';
import type { Ids } from '../kernel/ids.ts';
import type { Language } from '../kernel/languages.ts';
import { type Localpart, type UserId, userIdOf } from '../kernel/matrix-id.ts';
import { type Outcome, ok, refuse } from '../kernel/outcome.ts';
import type { CheckPassword, CheckRefusal } from './check-password.ts';
import type { Profile } from './ports/account.ts';
import type { AccountStore } from './ports/account-store.ts';
import type { AddressChange, AddressChangeStore } from './ports/address-changes.ts';
import type { LinkTokens } from './ports/link-tokens.ts';
import { changesSince, followAddress, isOpen, judgeChange, proveAddress, tellAddresses } from './rules/address-jobs.ts';
import { mailsOf, parseThirdPartyId } from './rules/third-party-id.ts';

export interface NewAddressOrder {
  readonly typed: string;
  /** Which of several addresses it replaces, as the page showed it. */
  readonly replaces: string;
  readonly password: string;
  /** Of the letters. */
  readonly language: Language;
}

/**
 * `own`: the account has it already. `which`: the account has several addresses, and none of them was named. `often`: the account has asked
 * enough for now. `flooded`: too many people ask. `gone`: the account is not active any more, or
 * has another password by now.
 */
export type AskChangeRefusal = 'not-an-address' | 'own' | 'which' | 'often' | 'flooded' | 'gone' | CheckRefusal;

/** `unknown`: no such link, or its account is gone. `ended`: withdrawn. `locked`: the account is suspended. `taken`: somebody else has it. */
export type ProveAddressRefusal = 'unknown' | 'done' | 'ended' | 'expired' | 'locked' | 'taken';

/** What a link would do. */
export interface ProvedAddress {
  readonly userId: UserId;
  readonly address: EmailAddress;
  readonly language: Language;
}

type Proving = Outcome<ProvedAddress, ProveAddressRefusal, ProvedAddress | undefined>;

export interface ChangeAddress {
  /** The change of an account that waits for its link. */
  open(localpart: Localpart): Promise<AddressChange | undefined>;
  /**
   * Asks for another mail address, once the password was right. The answer, and all that a person sees later, is the same whoever has that
   * address.
   */
  ask(localpart: Localpart, order: NewAddressOrder): Promise<Outcome<undefined, AskChangeRefusal>>;
  withdraw(localpart: Localpart): Promise<void>;
  /** What the link would do; changes nothing. */
  peek(token: string): Promise<Proving>;
  prove(token: string): Promise<Proving>;
}

export interface ChangeAddressNeeds {
  readonly accounts: Pick<AccountStore, 'find'>;
  readonly changes: AddressChangeStore;
  readonly tokens: Pick<LinkTokens, 'hash'>;
  readonly checkPassword: CheckPassword;
  readonly addressHash: (address: EmailAddress) => string;
  readonly serverName: string;
  /** False without a homeserver: there is no user to follow then. */
  readonly hasHomeserver: boolean;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Pick<Ids, 'next'>;
}

/** How people change the mail address of their account. All of it throws `Fault` when the database cannot be used. */
export function makeChangeAddress(needs: ChangeAddressNeeds): ChangeAddress {
  const { accounts, changes, tokens, checkPassword, addressHash, serverName, hasHomeserver, clock, ids } = needs;
  const byOwner = (localpart: Localpart) => ({ by: userIdOf(localpart, serverName), at: clock.now() });
  const viewOf = ({ localpart, address, language }: AddressChange): ProvedAddress => ({
    ...{ userId: userIdOf(localpart, serverName), address, language },
  });

  async function find(token: string): Promise<Outcome<AddressChange, ProveAddressRefusal, ProvedAddress | undefined>> {
    const change = await changes.findByHash(tokens.hash(token));
    const account = change && (await accounts.find(change.localpart));
    if (change?.sent === undefined || account === undefined || account.state === 'closed') {
      return refuse('unknown', undefined);
    }
    const view = viewOf(change);
    if (change.end !== undefined) return refuse(change.end.how === 'done' ? 'done' : 'ended', view);
    if (clock.now() > change.sent.validUntil) return refuse('expired', view);
    return account.state === 'active' ? ok(change) : refuse('locked', view);
  }

  return {
    async open(localpart) {
      const [newest] = await changes.list(localpart);
      return newest && isOpen(newest, clock.now()) ? newest : undefined;
    },

    async ask(localpart, { typed, replaces: named, password, language }) {
      const parsed = parseThirdPartyId('email', typed);
      if (parsed?.medium !== 'email') return refuse('not-an-address');
      const account = await accounts.find(localpart);
      if (account === undefined) return refuse('gone');
      const mails = mailsOf(account);
      if (mails.includes(parsed.address)) return refuse('own');
      const replaces = replacedOf(account, named);
      if (replaces === undefined && mails.length > 0) return refuse('which');
      const checked = await checkPassword(localpart, password);
      if (!checked.ok) return checked;
      const now = clock.now();
      const change: AddressChange = {
        ...{ id: ids.next(), localpart, address: parsed.address, addressHash: addressHash(parsed.address), replaces },
        ...{ language, askedAt: now, sent: undefined, end: undefined },
      };
      const others = tellAddresses(change, 'asked', mails.map(addressHash), now);
      const refusal = await changes.begin(
        change,
        { letter: proveAddress(change), others },
        byOwner(localpart),
        { proved: checked.value.passwordSetAt, since: changesSince(now) },
        (before) => judgeChange(before, now),
      );
      return refusal === undefined ? ok(undefined) : refuse(refusal);
    },

    withdraw: async (localpart) => void (await changes.withdraw(localpart, byOwner(localpart))),

    async peek(token) {
      const found = await find(token);
      return found.ok ? ok(viewOf(found.value)) : found;
    },

    async prove(token) {
      const found = await find(token);
      if (!found.ok) return found;
      const change = found.value;
      const { localpart, replaces } = change;
      const account = await accounts.find(localpart);
      const told = [...(replaces === undefined ? [] : [replaces]), ...(account ? mailsOf(account) : [])];
      const ordered = byOwner(localpart);
      const result = await changes.finish(change.id, ordered, [
        ...tellAddresses(change, 'done', told.map(addressHash), ordered.at),
        ...(hasHomeserver ? [followAddress(change, 'done', ordered.at)] : []),
      ]);
      crashPoint('address.afterCommit');
      if (result === 'done') return ok(viewOf(change));
      if (result === 'taken') return refuse('taken', viewOf(change));
      // It ended at this moment, by another form most likely.
      const again = await find(token);
      return again.ok ? refuse('unknown', undefined) : again;
    },
  };
}

/** The address in whose place a new one comes: the only one, or the one that was named. */
function replacedOf(account: Profile, named: string): EmailAddress | undefined {
  const mails = mailsOf(account);
  return mails.length === 1 ? mails[0] : mails.find((mail) => mail === named);
}
