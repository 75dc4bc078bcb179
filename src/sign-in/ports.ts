import type { Localpart } from '../kernel/matrix-id.ts';
import type { Outcome } from '../kernel/outcome.ts';

/** A browser in which somebody is signed in. Times are epoch milliseconds. */
export interface Session {
  /** UUIDv7; no secret. */
  readonly id: string;
  readonly localpart: Localpart;
  readonly beganAt: number;
  /** When the password was set by which it began, or that was set in it since. */
  readonly passwordSetAt: number;
  readonly usedAt: number;
  /** What the browser calls itself, cut; '' if it says nothing. */
  readonly agent: string;
}

/** A session, and what the account says about it now. */
export interface FoundSession {
  readonly session: Session;
  readonly isActive: boolean;
  /** Epoch milliseconds; undefined without a password. */
  readonly passwordSetAt: number | undefined;
}

/** The sessions by the digests of their secrets. All methods throw `Fault` when the database cannot be used. */
export interface SessionStore {
  add(session: Session, secretHash: string): Promise<void>;
  /** Undefined also when the account is gone. */
  find(secretHash: string): Promise<FoundSession | undefined>;
  used(id: string, at: number): Promise<void>;
  /** Gives a session another secret; the one before is void. */
  renew(id: string, secretHash: string, change: { readonly at: number; readonly passwordSetAt: number }): Promise<void>;
  /** Of one account, the latest first, dead ones among them; at most 100. */
  list(localpart: Localpart): Promise<readonly FoundSession[]>;
  /** Nothing happens if it is not one of this account. */
  end(localpart: Localpart, id: string): Promise<void>;
  endOthers(localpart: Localpart, kept: string): Promise<void>;
  /** Deletes those that were last used before. @param before epoch milliseconds */
  tidy(before: number): Promise<void>;
}

/** `paused`: too many wrong ones. `busy`: too many passwords wait to be checked. */
export type SignInRefusal = 'wrong' | 'paused' | 'busy';

export interface ProvedOwner {
  readonly localpart: Localpart;
  /** When the password that was right was set, epoch milliseconds. */
  readonly passwordSetAt: number;
}

/**
 * Checks the password of an account here.
 *
 * @param typed a name, a user ID or a mail address
 * @param countAs under which name wrong passwords count, given the account's own and what was typed
 */
export type CheckSignIn = (
  typed: string,
  password: string,
  countAs: (name: string, asked: string) => string,
) => Promise<Outcome<ProvedOwner, SignInRefusal>>;
