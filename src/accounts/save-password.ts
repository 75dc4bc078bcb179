import type { Clock } from '../kernel/clock.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import type { EmailAddress } from '../kernel/email-address.ts';
import type { Ids } from '../kernel/ids.ts';
import type { NewJob } from '../outbox/job.ts';
import type { Actor } from '../ports/audit.ts';
import type { Profile } from './ports/account.ts';
import type { AccountStore } from './ports/account-store.ts';
import { type PasswordChange, passwordJobs } from './rules/password-jobs.ts';
import { mailsOf } from './rules/third-party-id.ts';

export interface SavePasswordNeeds {
  readonly accounts: Pick<AccountStore, 'setHash'>;
  /** Undefined where Porter sends no mail: then nobody is told. */
  readonly addressHash: ((address: EmailAddress) => string) | undefined;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Pick<Ids, 'next'>;
}

export interface SavedPassword {
  readonly hash: string;
  readonly by: Actor;
  readonly ends: PasswordChange['ends'];
  /** Jobs of others that follow from it. */
  readonly also?: readonly NewJob[];
  /** Hash of the link by which the person sets it, if it is one. */
  readonly spends?: string;
  /** When the password was set that the person proved: somebody else may have set another one since. */
  readonly replaces?: number;
  /** When it counts as set, epoch milliseconds; now unless told. */
  readonly at?: number;
}

/** Saves a password that the person set, and what follows from it. False if the account was closed meanwhile, another password was set, or the link has ended. */
export type SavePassword = (account: Profile, saved: SavedPassword) => Promise<boolean>;

export const makeSavePassword =
  ({ accounts, addressHash, clock, ids }: SavePasswordNeeds): SavePassword =>
  async (account, { hash, by, ends, spends, replaces, also = [], at = clock.now() }) => {
    const { localpart } = account;
    const mails =
      addressHash === undefined ? [] : mailsOf(account).map((address) => ({ address, hash: addressHash(address) }));
    const jobs = passwordJobs({ id: ids.next(), localpart, at, ends, mails });
    const saved = await accounts.setHash(localpart, hash, { by, at }, [...jobs, ...also], spends, replaces);
    crashPoint('password.afterCommit');
    return saved;
  };
