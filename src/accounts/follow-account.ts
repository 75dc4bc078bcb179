import type { Localpart } from '../kernel/matrix-id.ts';
import { done, type JobHandler, nothing, unreadable } from '../outbox/job.ts';
import type { Profile } from './ports/account.ts';
import type { AccountStore } from './ports/account-store.ts';
import type { AddressChangeStore } from './ports/address-changes.ts';
import type { UserStates } from './ports/user-states.ts';
import { mailsOf } from './rules/third-party-id.ts';

export interface FollowAccountNeeds {
  readonly accounts: Pick<AccountStore, 'find'>;
  /** Undefined where no homeserver is configured any more. */
  readonly users: UserStates | undefined;
}

/** Locks, unlocks or deactivates the user at the homeserver as the account here says now: sessions that are open there would live on. */
export const makeFollowAccount = ({ accounts, users }: FollowAccountNeeds): JobHandler =>
  withAccount(accounts, async ({ localpart, state }, signal) => await users?.follow(localpart, state, signal));

/** Gives the user at the homeserver the display name that the account has now. */
export const makeSetName = ({ accounts, users }: FollowAccountNeeds): JobHandler =>
  withAccount(accounts, async ({ localpart, state, displayName }, signal) =>
    state === 'closed' ? 'none' : await users?.setName(localpart, displayName, signal),
  );

/** Finds the account that a job is about. */
const withAccount =
  (
    accounts: FollowAccountNeeds['accounts'],
    run: (account: Profile, signal: AbortSignal) => Promise<'done' | 'none' | undefined>,
  ): JobHandler =>
  async ({ payload: { name } }, { signal }) => {
    if (typeof name !== 'string') throw unreadable('The job does not say which account it is about');
    // It was parsed before the job was made.
    const account = await accounts.find(name as Localpart);
    return account !== undefined && (await run(account, signal)) === 'done' ? done() : nothing;
  };

/** Gives the user at the homeserver the addresses of a change that the account has now, and takes the others from it. */
export const makeFollowAddress =
  ({
    accounts,
    users,
    changes,
  }: FollowAccountNeeds & { readonly changes: Pick<AddressChangeStore, 'find'> }): JobHandler =>
  async ({ payload: { change: id } }, { signal }) => {
    if (typeof id !== 'string') throw unreadable('The job does not say which change of an address it follows');
    const change = await changes.find(id);
    const account = change && (await accounts.find(change.localpart));
    if (change === undefined || account === undefined || account.state === 'closed') return nothing;
    const mails = mailsOf(account);
    const about = [change.address, change.replaces].filter((address) => address !== undefined);
    const has = about.filter((address) => mails.includes(address));
    const hasNot = about.filter((address) => !mails.includes(address));
    return (await users?.setAddresses(change.localpart, { has, hasNot }, signal)) === 'done' ? done() : nothing;
  };
