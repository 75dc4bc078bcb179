import type { Localpart } from '../../kernel/matrix-id.ts';
import type { NewJob } from '../../outbox/job.ts';
import type { Account, AccountState, Consents, Profile, ThirdPartyId } from './account.ts';
import type { AccountAuditEntry, Ordered } from './account-audit.ts';

/** What a log-in needs, read at once. */
export interface Credential {
  readonly profile: Profile;
  /** As `Passwords` made or accepts it. Undefined: no password was set yet. */
  readonly hash: string | undefined;
  /** When it was set, epoch milliseconds; another hash of the same password changes nothing here. Undefined without one. */
  readonly setAt: number | undefined;
}

/** An address as somebody asked for it, and who has it. */
export interface FoundAddress {
  readonly address: ThirdPartyId;
  readonly account: Account;
}

export type AddOutcome = 'added' | 'name-taken' | 'address-taken';

/** The names of an account as a search compares them, see `rules/comparable-names.ts`. */
export interface ComparableNames {
  readonly localpart: string;
  /** Empty if there is none, or nothing in it can be compared. */
  readonly displayName: string;
}

export interface FoundName {
  readonly account: Account;
  readonly names: ComparableNames;
}

/**
 * How far a search reaches: with `inside`, words of three characters and more are found anywhere in a name. With `beginnings`, where the
 * database lacks what that takes, and for shorter words always, only what words begin with is found.
 */
export type SearchReach = 'beginnings' | 'inside';

export interface NewAccount {
  readonly profile: Profile;
  readonly names: ComparableNames;
  /** Undefined: nobody can log in until a password is set. */
  readonly hash: string | undefined;
  /** Of the application that it is made for, if any; at most one account has it. */
  readonly applicationId?: string;
}

/** What an applicant asked for, once the account is there. */
export interface NewProfile extends Consents {
  readonly displayName: string | undefined;
  /** As in `NewAccount`. */
  readonly names: ComparableNames;
  /** Added to the addresses that it has. Undefined: none. */
  readonly address: ThirdPartyId | undefined;
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

  readonly searchReach: SearchReach;
  /**
   * Active accounts that may be found by name and whose names have all of these words, as far as the search reaches, in no order. If there
   * are more than `limit`, those are among them that are called exactly so, then those whose name begins so, then those whose words do.
   *
   * @param words as `rules/comparable-names.ts` makes them; none find nobody
   */
  searchNames(words: readonly string[], limit: number): Promise<readonly FoundName[]>;

  /** The account that was made for this application, until it is closed. */
  findMadeFor(applicationId: string): Promise<Profile | undefined>;

  /** Id of the application for which the account was made, if it was for one. */
  madeFor(localpart: Localpart): Promise<string | undefined>;

  /** Removes the account that was made for this application, so that its name is free again. Nothing changes if there is none, or it is closed. */
  takeBack(applicationId: string, ordered: Ordered): Promise<void>;

  /**
   * `address-taken`: it belongs to another account, and all else is set all the same. `closed`: nothing changes.
   *
   * @param jobs saved together with the change
   */
  setProfile(
    localpart: Localpart,
    profile: NewProfile,
    ordered: Ordered,
    jobs?: readonly NewJob[],
  ): Promise<'set' | 'address-taken' | 'closed'>;

  /** In the order of their names, from behind `after` on. */
  list(options: {
    readonly state?: AccountState | undefined;
    readonly after?: string | undefined;
    readonly limit: number;
  }): Promise<readonly Account[]>;

  /**
   * False, and nothing changes, if the account is not there or not in one of the states `from`.
   *
   * @param jobs saved together with the change
   */
  setState(
    localpart: Localpart,
    change: { readonly from: readonly AccountState[]; readonly to: 'active' | 'suspended' },
    ordered: Ordered,
    jobs?: readonly NewJob[],
  ): Promise<boolean>;

  /**
   * Closes an account for good: deletes password, addresses, display name and what it agreed to, and keeps the name. False, and
   * nothing changes, if it is not there or closed already.
   *
   * @param jobs saved together with the change
   */
  close(localpart: Localpart, ordered: Ordered, jobs?: readonly NewJob[]): Promise<boolean>;

  /**
   * Sets a password, and ends all links that could set it. False, and nothing changes, if the account is not there or closed.
   *
   * @param jobs what follows from it, saved with it
   * @param spends hash of the link by which it is set: false, and nothing changes, if that does not work any more
   * @param replaces when the password was set that was proved: false, and nothing changes, if another one was set since
   */
  setHash(
    localpart: Localpart,
    hash: string,
    ordered: Ordered,
    jobs?: readonly NewJob[],
    spends?: string,
    replaces?: number,
  ): Promise<boolean>;

  /** Replaces a hash by another one of the same password; nothing changes if another one was set meanwhile. */
  renewHash(localpart: Localpart, change: { readonly from: string; readonly to: string }): Promise<void>;

  /** Notes that its password was right. @param at epoch milliseconds */
  seen(localpart: Localpart, at: number): Promise<void>;

  /** Oldest first. */
  audit(localpart: Localpart): Promise<readonly AccountAuditEntry[]>;
}
