import type { Clock } from '../kernel/clock.ts';
import type { EmailAddress } from '../kernel/email-address.ts';
import type { Ids } from '../kernel/ids.ts';
import { localpartOf, type UserId } from '../kernel/matrix-id.ts';
import { type Outcome, ok, refuse } from '../kernel/outcome.ts';
import type { PasswordJudge, PasswordRefusal } from '../ports/password-judge.ts';
import type { CheckPassword, CheckRefusal } from './check-password.ts';
import type { Profile } from './ports/account.ts';
import type { AccountStore } from './ports/account-store.ts';
import type { Passwords } from './ports/passwords.ts';
import { passwordJobs } from './rules/password-jobs.ts';

/** A new password: as it was typed, or by what `prepare` made of it. */
export type NewPassword = { readonly typed: string } | { readonly hash: string };

export interface PasswordOrder {
  readonly userId: UserId;
  /** Id of the device where it is changed, which stays logged in. */
  readonly deviceId: string;
  readonly current: string;
  readonly next: NewPassword;
  /** Log the person out everywhere else. */
  readonly endOthers: boolean;
}

type Weak = Outcome<string, 'weak', PasswordRefusal> | Outcome<string, 'busy'>;

export interface ChangePassword {
  /** Judges a new password and hashes it, so that it need not be kept as it was typed. */
  prepare(userId: UserId, typed: string): Promise<Weak>;
  /** `weak` comes before the current password is checked. */
  change(order: PasswordOrder): Promise<Outcome<undefined, CheckRefusal> | Outcome<undefined, 'weak', PasswordRefusal>>;
  /** The account of one of our users, also one that is not active; undefined if it is not here. */
  find(userId: UserId): Promise<Profile | undefined>;
}

export interface ChangePasswordNeeds {
  readonly accounts: Pick<AccountStore, 'find' | 'setHash'>;
  readonly checkPassword: CheckPassword;
  readonly passwords: Pick<Passwords, 'hash'>;
  readonly judge: PasswordJudge;
  /** Undefined where Porter sends no mail: then nobody is told. */
  readonly addressHash: ((address: EmailAddress) => string) | undefined;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Pick<Ids, 'next'>;
}

/** How people change their own password. All of it throws `Fault` when the database cannot be used. */
export function makeChangePassword(needs: ChangePasswordNeeds): ChangePassword {
  const { accounts, checkPassword, passwords, judge, addressHash, clock, ids } = needs;

  /** @returns why it is refused, as the judge says it */
  async function weakness(userId: UserId, typed: string): Promise<PasswordRefusal | undefined> {
    const found = await accounts.find(localpartOf(userId));
    const addresses = found?.addresses.map(({ address }) => address) ?? [];
    return await judge.judge(typed, [localpartOf(userId), found?.displayName ?? '', ...addresses]);
  }

  /** A password that was judged is neither empty nor too long, so only a full queue can be in its way. */
  async function hashOf(next: NewPassword): Promise<Outcome<string, 'busy'>> {
    if ('hash' in next) return ok(next.hash);
    const hashed = await passwords.hash(next.typed);
    return hashed.ok ? hashed : refuse('busy');
  }

  async function save({ addresses, localpart }: Profile, hash: string, order: PasswordOrder): Promise<boolean> {
    const { userId, deviceId, endOthers } = order;
    const at = clock.now();
    const jobs = passwordJobs({
      ...{ id: ids.next(), localpart, at, keep: endOthers ? deviceId : undefined },
      mails: addresses.flatMap(({ medium, address }) =>
        medium === 'email' && addressHash !== undefined ? [{ address, hash: addressHash(address) }] : [],
      ),
    });
    return await accounts.setHash(localpart, hash, { by: userId, at }, jobs);
  }

  return {
    find: (userId) => accounts.find(localpartOf(userId)),

    async prepare(userId, typed) {
      const weak = await weakness(userId, typed);
      return weak === undefined ? await hashOf({ typed }) : refuse('weak', weak);
    },

    async change(order) {
      const { userId, current, next } = order;
      const weak = 'typed' in next ? await weakness(userId, next.typed) : undefined;
      if (weak !== undefined) return refuse('weak', weak);
      const checked = await checkPassword(localpartOf(userId), current);
      if (!checked.ok) return checked;
      const hash = await hashOf(next);
      if (!hash.ok) return hash;
      // Not saved if the account was closed meanwhile: then no password of it is right.
      return (await save(checked.value, hash.value, order)) ? ok(undefined) : refuse('wrong');
    },
  };
}
