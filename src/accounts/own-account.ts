import { type Localpart, userIdOf } from '../kernel/matrix-id.ts';
import { type Outcome, ok } from '../kernel/outcome.ts';
import type { PasswordRefusal } from '../ports/password-judge.ts';
import type { ChangePassword } from './change-password.ts';
import type { CheckRefusal } from './check-password.ts';
import type { Profile } from './ports/account.ts';
import type { AccountStore } from './ports/account-store.ts';

export interface NewPasswordOrder {
  readonly current: string;
  readonly typed: string;
  /** End the person's sessions at the homeserver. */
  readonly endOthers: boolean;
}

/** What people do with their own account once they are signed in. All of it throws `Fault` when the database cannot be used. */
export interface OwnAccount {
  readonly serverName: string;
  /** Undefined if it is closed meanwhile. */
  view(localpart: Localpart): Promise<Profile | undefined>;
  changePassword(
    localpart: Localpart,
    order: NewPasswordOrder,
  ): Promise<Outcome<undefined, CheckRefusal> | Outcome<undefined, 'weak', PasswordRefusal>>;
}

export interface OwnAccountNeeds {
  readonly serverName: string;
  readonly accounts: Pick<AccountStore, 'find'>;
  readonly changePassword: Pick<ChangePassword, 'change'>;
  /** False without a homeserver, where there are no sessions to end. */
  readonly endsSessions: boolean;
}

/** Not a device: somebody who changes it on a page has none there, so all of them are logged out. */
const NO_DEVICE = '';

export const makeOwnAccount = ({
  serverName,
  accounts,
  changePassword,
  endsSessions,
}: OwnAccountNeeds): OwnAccount => ({
  serverName,

  async view(localpart) {
    const found = await accounts.find(localpart);
    return found?.state === 'active' ? found : undefined;
  },

  async changePassword(localpart, { current, typed, endOthers }) {
    const changed = await changePassword.change({
      ...{ userId: userIdOf(localpart, serverName), deviceId: NO_DEVICE, current, next: { typed } },
      endOthers: endsSessions && endOthers,
    });
    return changed.ok ? ok(undefined) : changed;
  },
});
