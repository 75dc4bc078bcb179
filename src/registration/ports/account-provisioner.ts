import type { EmailAddress } from '../../kernel/email-address.ts';
import type { Gone } from '../../kernel/gone.ts';
import type { Localpart, UserId } from '../../kernel/matrix-id.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import type { PasswordPolicy } from './password-policy.ts';

/** An account that Porter made, and the application that it was made for. */
export interface OwnAccount {
  readonly userId: UserId;
  readonly applicationId: string;
}

/**
 * What has become of an account that Porter made. `locked`: nobody can log in until an admin unlocks it. `gone`: closed, erased, or not
 * there; also when the account of that name is not the one that Porter made.
 */
export type AccountState = 'open' | 'locked' | Gone;

/** What an applicant asked for. */
export interface AskedProfile {
  /** '' if none was asked for. */
  readonly displayName: string;
  /** Undefined: the account gets none. */
  readonly email: EmailAddress | undefined;
  /** Only for whoever answers who is who; a homeserver has its own rules. */
  readonly consents: { readonly findableByName: boolean; readonly findableByAddress: boolean };
}

export interface Taken {
  readonly kind: 'taken';
  readonly touched?: true;
}

/** Accounts of people. An implementation never takes an error to mean that no account exists. */
export interface AccountProvisioner {
  /** `unknown` while the homeserver cannot be asked. `refused`: the homeserver will not have such a name. */
  isFree(localpart: Localpart, signal?: AbortSignal): Promise<'free' | 'taken' | 'refused' | 'unknown'>;
  /** The account that has this address (compared in lower case), if any. Throws `Fault` if the homeserver cannot be asked. */
  ownerOf(email: EmailAddress, signal?: AbortSignal): Promise<UserId | undefined>;
  /** Is the password of this account kept where the page for forgotten ones replaces it? Left out: never. Throws `Fault`. */
  replacesPassword?(userId: UserId): Promise<boolean>;
  /**
   * Makes the account for this application exactly once: recognises by its marker what an earlier attempt made, and never
   * changes an account that exists. `taken`: somebody else has the name, even if deactivated, erased or reserved; `touched` if that
   * account came into being at the same moment, so that its external ids were replaced.
   */
  createFor(
    application: { readonly id: string; readonly localpart: Localpart },
    signal: AbortSignal,
  ): Promise<{ readonly kind: 'created' | 'ours'; readonly userId: UserId } | Taken>;
  /**
   * The account that an earlier `createFor` of this application made, if any. Without it such an account may stay unlocked,
   * though without a password, when the decision is taken back in mid-creation.
   */
  findFor?(applicationId: string, signal: AbortSignal): Promise<UserId | undefined>;
  stateOf(account: OwnAccount, signal?: AbortSignal): Promise<AccountState>;
  /**
   * Sets display name, mail and consents; repeatable. `address-taken`: the address belongs to another account now, the rest is set all
   * the same.
   */
  bind(account: OwnAccount, profile: AskedProfile, signal: AbortSignal): Promise<'bound' | 'address-taken' | Gone>;
  lock(account: OwnAccount, signal: AbortSignal): Promise<'done' | Gone>;
  unlock(account: OwnAccount, signal: AbortSignal): Promise<'done' | Gone>;
  /** Deactivates; the name stays taken for ever. `gone`: nothing is left to close. */
  close(account: OwnAccount, signal: AbortSignal): Promise<'done' | Gone>;
  /**
   * What the homeserver asks of passwords, beside Porter's own judgement. Left out: nothing. Undefined while it cannot be asked.
   * `setPassword` takes a password that does not keep to it, so the caller compares.
   */
  passwordPolicy?(signal?: AbortSignal): Promise<PasswordPolicy | undefined>;
  /**
   * Hashes a password that an applicant chooses before there is an account. Left out: a password can only be set. `busy`: too many are
   * hashed at this moment.
   */
  hashPassword?(password: string): Promise<Outcome<string, 'busy' | 'bad-password'>>;
  /** Makes such a hash the account's password, unless it has one; repeatable. There wherever `hashPassword` is. */
  adoptPassword?(account: OwnAccount, hash: string): Promise<'set' | Gone>;
  /**
   * Keeps devices logged in. Anything but `set` changed nothing: the account is `locked`, the homeserver lets nobody have a password
   * (`passwords-off`), it could not keep this one whole (`bad-password`), or too many are hashed at this moment (`busy`).
   */
  setPassword(
    account: OwnAccount,
    password: string,
    signal?: AbortSignal,
  ): Promise<'set' | 'locked' | 'passwords-off' | 'bad-password' | 'busy' | Gone>;
}
