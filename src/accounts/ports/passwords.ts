import type { Outcome } from '../../kernel/outcome.ts';

/** Why a password is not hashed. `busy`: too much of this work waits already. */
export type HashRefusal = 'empty' | 'too-long' | 'busy';

/**
 * What came of a check. `outdated`: right, but the hash is of an older kind or has weaker parameters than those in use, so it should
 * be replaced. `unreadable`: the hash is none that Porter takes, so no password fits.
 */
export type Verdict = 'right' | 'outdated' | 'wrong' | 'unreadable' | 'busy';

/**
 * Makes and checks password hashes. Both take tens of milliseconds of one core and some memory, so only a few run at a time, a few wait,
 * and more are refused at once as `busy`. Neither throws for what was typed.
 */
export interface Passwords {
  /** Returns a hash as it is stored. A password has 1 to 1,000 characters once it is normalised. */
  hash(password: string): Promise<Outcome<string, HashRefusal>>;

  /**
   * @param hash undefined where there is no such account or it has no password: takes as long as with one, and is never right
   */
  verify(password: string, hash: string | undefined): Promise<Verdict>;

  /** Can this hash, made elsewhere, be checked here? */
  takes(hash: string): boolean;
}
