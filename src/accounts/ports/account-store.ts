import type { Localpart } from '../../kernel/matrix-id.ts';
import type { Account, AccountState, Profile, ThirdPartyId } from './account.ts';
import type { AccountAuditEntry, Ordered } from './account-audit.ts';

/** What a log-in needs, read at once. */
export interface Credential {
  readonly profile: Profile;
  /** As `Passwords` made or accepts it. Undefined: no password was set yet. */
  readonly hash: string | undefined;
}

/** An address as somebody asked for it, and who has it. */
export interface FoundAddress {
  readonly address: ThirdPartyId;
  readonly account: Account;
}

export type AddOutcome = 'added' | 'name-taken' | 'address-taken';

export interface NewAccount {
  readonly profile: Profile;
  /** By what a search finds it: the words of both names, as `rules/name-words.ts` makes them. */
  readonly words: readonly string[];
  /** Undefined: nobody can log in until a password is set. */
  readonly hash: string | undefined;
}

/**
 * The accounts that Porter keeps. A name and an address each belong to one account at most, whoever writes at the same moment. Every
 * change is written together with its entry in the audit log. All methods throw `Fault` when the database cannot be used.
 */
export interface AccountStore {
  /** Also a closed one, whose name alone is left. */
  find(localpart: Localpart): Promise<Profile | undefined>;
  findCredential(localpart: Localpart): Promise<Credential | undefined>;

  /** Adds an account with its addresses, all of it or nothing. A name is taken also by a closed account. */
  add(account: NewAccount, ordered: Ordered): Promise<AddOutcome>;

  /** Those of these addresses that belong to somebody, whatever that person agreed to, in no order. */
  findAddresses(addresses: readonly ThirdPartyId[]): Promise<readonly FoundAddress[]>;

  /**
   * Active accounts that may be found by name and have words that begin with these, one for each, in no order.
   *
   * @param words at least one, as `rules/name-words.ts` makes them
   */
  searchNames(words: readonly string[], limit: number): Promise<readonly Account[]>;

  /** In the order of their names, from behind `after` on. */
  list(options: {
    readonly state?: AccountState | undefined;
    readonly after?: string | undefined;
    readonly limit: number;
  }): Promise<readonly Account[]>;

  /** False, and nothing changes, if the account is not there or not in one of the states `from`. */
  setState(
    localpart: Localpart,
    change: { readonly from: readonly AccountState[]; readonly to: 'active' | 'suspended' },
    ordered: Ordered,
  ): Promise<boolean>;

  /**
   * Closes an account for good: deletes password, addresses, display name and what it agreed to, and keeps the name. False, and
   * nothing changes, if it is not there or closed already.
   */
  close(localpart: Localpart, ordered: Ordered): Promise<boolean>;

  /** False, and nothing changes, if the account is not there or closed. */
  setHash(localpart: Localpart, hash: string, ordered: Ordered): Promise<boolean>;

  /** Replaces a hash by another one of the same password; nothing changes if another one was set meanwhile. */
  renewHash(localpart: Localpart, change: { readonly from: string; readonly to: string }): Promise<void>;

  /** Notes that its password was right. @param at epoch milliseconds */
  seen(localpart: Localpart, at: number): Promise<void>;

  /** Oldest first. */
  audit(localpart: Localpart): Promise<readonly AccountAuditEntry[]>;
}
