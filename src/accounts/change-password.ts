import { localpartOf, type UserId } from '../kernel/matrix-id.ts';
import { type Outcome, ok, refuse } from '../kernel/outcome.ts';
import type { PasswordRefusal } from '../ports/password-judge.ts';
import type { CheckPassword, CheckRefusal } from './check-password.ts';
import type { NewHash, NewPasswords, Owner } from './new-passwords.ts';
import type { Profile } from './ports/account.ts';
import type { AccountStore } from './ports/account-store.ts';
import type { SavePassword } from './save-password.ts';

/** A new password: as it was typed, or by what `prepare` made of it. */
export type NewPassword = { readonly typed: string } | { readonly hash: string };

export interface PasswordOrder {
  readonly userId: UserId;
  /** Id of the device where it is changed, which stays logged in. Undefined: it is none of the homeserver's. */
  readonly deviceId: string | undefined;
  readonly current: string;
  readonly next: NewPassword;
  /** Log the person out everywhere else. */
  readonly endOthers: boolean;
  /** When it counts as set, epoch milliseconds; now unless told. */
  readonly at?: number;
}

export interface ChangePassword {
  /** Judges a new password and hashes it, so that it need not be kept as it was typed. */
  prepare(userId: UserId, typed: string): Promise<NewHash>;
  /** `weak` comes before the current password is checked. */
  change(order: PasswordOrder): Promise<Outcome<undefined, CheckRefusal> | Outcome<undefined, 'weak', PasswordRefusal>>;
  /** The account of one of our users, also one that is not active; undefined if it is not here. */
  find(userId: UserId): Promise<Profile | undefined>;
}

export interface ChangePasswordNeeds {
  readonly accounts: Pick<AccountStore, 'find'>;
  readonly checkPassword: CheckPassword;
  readonly newPasswords: NewPasswords;
  readonly savePassword: SavePassword;
}

/** How people change their own password. All of it throws `Fault` when the database cannot be used. */
export function makeChangePassword(needs: ChangePasswordNeeds): ChangePassword {
  const { accounts, checkPassword, newPasswords, savePassword } = needs;

  async function ownerOf(userId: UserId): Promise<Owner> {
    const localpart = localpartOf(userId);
    return (await accounts.find(localpart)) ?? { localpart, displayName: undefined, addresses: [] };
  }

  const hashOf = async (next: NewPassword) => ('hash' in next ? ok(next.hash) : newPasswords.hash(next.typed));

  return {
    find: (userId) => accounts.find(localpartOf(userId)),

    prepare: async (userId, typed) => newPasswords.make(await ownerOf(userId), typed),

    async change(order) {
      const { userId, deviceId, current, next, endOthers, at } = order;
      const weak = 'typed' in next ? await newPasswords.weakness(await ownerOf(userId), next.typed) : undefined;
      if (weak !== undefined) return refuse('weak', weak);
      const checked = await checkPassword(localpartOf(userId), current);
      if (!checked.ok) return checked;
      const hash = await hashOf(next);
      if (!hash.ok) return hash;
      // Not saved if the account was closed meanwhile, or another password was set: then the one that was proved is not right any more.
      return (await savePassword(checked.value, {
        hash: hash.value,
        by: userId,
        replaces: checked.value.passwordSetAt,
        ...(at === undefined ? {} : { at }),
        ends: endOthers ? { keep: deviceId } : undefined,
      }))
        ? ok(undefined)
        : refuse('wrong');
    },
  };
}
