import type { Clock } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';
import type { Localpart } from '../kernel/matrix-id.ts';
import { type Outcome, ok, refuse } from '../kernel/outcome.ts';
import type { GuessLimit } from './guess-limit.ts';
import type { Profile, ThirdPartyId } from './ports/account.ts';
import type { AccountStore, Credential } from './ports/account-store.ts';
import type { Passwords } from './ports/passwords.ts';

/**
 * `wrong`: no active account, or not its password; nobody is told which. `paused`: too many wrong ones for this name. `busy`: too many
 * checks at this moment.
 */
export const checkRefusals = ['wrong', 'paused', 'busy'] as const;
export type CheckRefusal = (typeof checkRefusals)[number];

/** Whose password was right. */
export interface Checked extends Profile {
  /** When that password was set, epoch milliseconds. */
  readonly passwordSetAt: number;
}

/**
 * @param who a name that an account here can have, or an address that belongs to one
 * @param countAs under which name its wrong passwords count, given the account's own and what was asked for; the account's unless told
 */
export type CheckPassword = (
  who: Localpart | ThirdPartyId,
  password: string,
  countAs?: (name: string, asked: string) => string,
) => Promise<Outcome<Checked, CheckRefusal>>;

export interface CheckPasswordNeeds {
  readonly accounts: Pick<AccountStore, 'findCredential' | 'findAddresses' | 'renewHash' | 'seen'>;
  readonly passwords: Passwords;
  readonly limit: GuessLimit;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
}

/**
 * Checks a password. It asks nobody but the database, because the homeserver waits for it. Throws `Fault` when the database cannot be
 * read.
 */
export function makeCheckPassword({ accounts, passwords, limit, clock, log }: CheckPasswordNeeds): CheckPassword {
  /** The account as it counts for a log-in: without a hash where nobody may log in. */
  async function credentialOf(localpart: Localpart | undefined): Promise<Credential | undefined> {
    const found = localpart === undefined ? undefined : await accounts.findCredential(localpart);
    return found?.profile.state === 'active' ? found : undefined;
  }

  async function renew(localpart: Localpart, password: string, from: string): Promise<void> {
    const to = await passwords.hash(password);
    // Busy: the next log-in renews it.
    if (to.ok) await accounts.renewHash(localpart, { from, to: to.value });
  }

  return async (who, password, countAs = (name) => name) => {
    const asked = typeof who === 'string' ? who : JSON.stringify(who);
    const localpart = typeof who === 'string' ? who : (await accounts.findAddresses([who]))[0]?.account.localpart;
    const name = countAs(localpart ?? asked, asked);
    if (!limit.take(name)) return refuse('paused');
    const found = await credentialOf(localpart);
    const verdict = await passwords.verify(password, found?.hash);
    if (verdict === 'busy') {
      limit.giveBack(name);
      return refuse('busy');
    }
    if (found?.hash === undefined || found.setAt === undefined || verdict === 'wrong' || verdict === 'unreadable') {
      limit.wrong();
      return refuse('wrong');
    }
    limit.right(name);
    const { profile, hash, setAt } = found;
    try {
      await accounts.seen(profile.localpart, clock.now());
      if (verdict === 'outdated') await renew(profile.localpart, password, hash);
    } catch (error) {
      // The password was right whether or not that can be noted.
      if (!(error instanceof Fault)) throw error;
      log.warn('a log-in could not be noted', { code: error.code });
    }
    return ok({ ...profile, passwordSetAt: setAt });
  };
}
