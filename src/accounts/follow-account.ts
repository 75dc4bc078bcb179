import type { Localpart } from '../kernel/matrix-id.ts';
import { done, type JobHandler, nothing, unreadable } from '../outbox/job.ts';
import type { AccountStore } from './ports/account-store.ts';
import type { UserStates } from './ports/user-states.ts';

export interface FollowAccountNeeds {
  readonly accounts: Pick<AccountStore, 'find'>;
  /** Undefined where no homeserver is configured any more. */
  readonly users: UserStates | undefined;
}

/** Locks, unlocks or deactivates the user at the homeserver as the account here says now: sessions that are open there would live on. */
export const makeFollowAccount =
  ({ accounts, users }: FollowAccountNeeds): JobHandler =>
  async ({ payload: { name } }, { signal }) => {
    if (typeof name !== 'string') throw unreadable('The job does not say which account it is about');
    // It was parsed before the job was made.
    const localpart = name as Localpart;
    const account = await accounts.find(localpart);
    if (account === undefined || users === undefined) return nothing;
    return (await users.follow(localpart, account.state, signal)) === 'done' ? done() : nothing;
  };
