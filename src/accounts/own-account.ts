import type { Clock } from '../kernel/clock.ts';
import { type Localpart, userIdOf } from '../kernel/matrix-id.ts';
import { type Outcome, ok, refuse } from '../kernel/outcome.ts';
import type { PasswordRefusal } from '../ports/password-judge.ts';
import type { ChangePassword } from './change-password.ts';
import type { CheckPassword, CheckRefusal } from './check-password.ts';
import type { Consents, Profile } from './ports/account.ts';
import type { AccountStore } from './ports/account-store.ts';
import { comparableNames } from './rules/comparable-names.ts';
import { parseDisplayName } from './rules/display-name.ts';
import { followAccount } from './rules/follow-job.ts';
import { setName } from './rules/name-job.ts';

export interface NewPasswordOrder {
  readonly current: string;
  readonly typed: string;
  /** End the person's sessions at the homeserver. */
  readonly endOthers: boolean;
}

/** @property at when the new password counts as set, epoch milliseconds */
export type PasswordChanged =
  | Outcome<{ readonly at: number }, CheckRefusal>
  | Outcome<{ readonly at: number }, 'weak', PasswordRefusal>;

/** What people do with their own account once they are signed in. All of it throws `Fault` when the database cannot be used. */
export interface OwnAccount {
  readonly serverName: string;
  /** False where Porter knows no homeserver: it can log nobody out of Matrix apps then. */
  readonly hasHomeserver: boolean;
  /** Undefined if it is closed or suspended meanwhile. */
  view(localpart: Localpart): Promise<Profile | undefined>;
  /** @param typedName the display name as it was typed; empty: none */
  setProfile(
    localpart: Localpart,
    typedName: string,
    consents: Consents,
  ): Promise<Outcome<undefined, 'bad-name' | 'gone'>>;
  changePassword(localpart: Localpart, order: NewPasswordOrder): Promise<PasswordChanged>;
  /** Closes the account for good, here and at the homeserver, once the password was right. */
  close(localpart: Localpart, password: string): Promise<Outcome<undefined, CheckRefusal>>;
}

export interface OwnAccountNeeds {
  readonly serverName: string;
  readonly accounts: Pick<AccountStore, 'find' | 'setProfile' | 'close'>;
  readonly changePassword: Pick<ChangePassword, 'change'>;
  readonly checkPassword: CheckPassword;
  /** False without a homeserver: there are no sessions to end then, and no user to rename or to deactivate. */
  readonly hasHomeserver: boolean;
  readonly clock: Pick<Clock, 'now'>;
}

export function makeOwnAccount(needs: OwnAccountNeeds): OwnAccount {
  const { serverName, accounts, changePassword, checkPassword, hasHomeserver, clock } = needs;
  const byOwner = (localpart: Localpart) => ({ by: userIdOf(localpart, serverName), at: clock.now() });

  return {
    ...{ serverName, hasHomeserver },

    async view(localpart) {
      const found = await accounts.find(localpart);
      return found?.state === 'active' ? found : undefined;
    },

    async setProfile(localpart, typedName, consents) {
      const displayName = parseDisplayName(typedName);
      if (displayName === undefined && typedName.trim() !== '') return refuse('bad-name');
      const before = await accounts.find(localpart);
      const renamed = hasHomeserver && before?.displayName !== displayName;
      const names = comparableNames({ localpart, displayName });
      const set = await accounts.setProfile(
        localpart,
        { displayName, names, address: undefined, ...consents },
        byOwner(localpart),
        renamed ? [setName(localpart, clock.now())] : [],
      );
      return set === 'closed' ? refuse('gone') : ok(undefined);
    },

    async changePassword(localpart, { current, typed, endOthers }) {
      const at = clock.now();
      const changed = await changePassword.change({
        // It is changed on a page, so no device of the homeserver's is kept.
        ...{ userId: userIdOf(localpart, serverName), deviceId: undefined, current, next: { typed }, at },
        endOthers: hasHomeserver && endOthers,
      });
      return changed.ok ? ok({ at }) : changed;
    },

    async close(localpart, password) {
      const checked = await checkPassword(localpart, password);
      if (!checked.ok) return checked;
      const jobs = hasHomeserver ? [followAccount(localpart, clock.now())] : [];
      await accounts.close(localpart, byOwner(localpart), jobs);
      return ok(undefined);
    },
  };
}
