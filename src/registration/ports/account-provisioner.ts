import type { EmailAddress } from '../../kernel/email-address.ts';
import type { Localpart, UserId } from '../../kernel/matrix-id.ts';

/** Accounts of the homeserver. An implementation never takes an error to mean that no account exists. */
export interface AccountProvisioner {
  /** `unknown` while the homeserver cannot be asked. `refused`: the homeserver will not have such a name. */
  isFree(localpart: Localpart, signal?: AbortSignal): Promise<'free' | 'taken' | 'refused' | 'unknown'>;
  /** True if an account has this address (compared in lower case). Throws `Fault` if the homeserver cannot be asked. */
  addressInUse(email: EmailAddress, signal?: AbortSignal): Promise<boolean>;
  /**
   * Makes the account for this application exactly once: recognises by its marker what an earlier attempt made, and never
   * changes an account that exists. `taken`: somebody else has the name, even if deactivated, erased or reserved.
   */
  createFor(
    application: { readonly id: string; readonly localpart: Localpart },
    signal: AbortSignal,
  ): Promise<{ readonly kind: 'created' | 'ours'; readonly userId: UserId } | { readonly kind: 'taken' }>;
  /**
   * The account that an earlier `createFor` of this application made, if any. Without it such an account may stay unlocked,
   * though without a password, when the decision is taken back in mid-creation.
   */
  findFor?(applicationId: string, signal: AbortSignal): Promise<UserId | undefined>;
  /** Sets display name and mail; repeatable. `address-taken`: the address belongs to another account now, name is set all the same. */
  bind(
    userId: UserId,
    profile: { readonly displayName: string; readonly email: EmailAddress },
    signal: AbortSignal,
  ): Promise<'bound' | 'address-taken'>;
  lock(userId: UserId, signal: AbortSignal): Promise<void>;
  unlock(userId: UserId, signal: AbortSignal): Promise<void>;
  /** Deactivates; the name stays taken for ever. */
  close(userId: UserId, signal: AbortSignal): Promise<void>;
  /** Only for an account that Porter made for this application. Keeps devices logged in. */
  setPassword(userId: UserId, applicationId: string, password: string, signal?: AbortSignal): Promise<void>;
}
