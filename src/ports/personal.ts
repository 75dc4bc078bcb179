import type { UserId } from '../kernel/matrix-id.ts';
import type { Outcome } from '../kernel/outcome.ts';

/**
 * What identifies one person to every part. A user name that was only applied for is not among it, because several people may have
 * applied for the same name. Whatever is not known is left out.
 */
export interface Person {
  /** Their account, here or on another server. */
  readonly userId?: UserId | undefined;
  /** Keyed hash of their canonical mail address, hex (`Derivations.addressHash`). */
  readonly addressHash?: string | undefined;
  /**
   * Where messages reach them, each as `readAddress` of its channel returns it. Their account, as an address of Matrix, need not stand here.
   */
  readonly addresses?: readonly { readonly channel: string; readonly address: string }[] | undefined;
  /**
   * The name under which they were let into meetings, exactly as it was said there. Two people may have the same one, so it is only
   * given by somebody who knows that it means this person.
   */
  readonly displayName?: string | undefined;
}

/** Rows of one kind that concern a person. */
export interface Trace {
  /** What the rows are, as the export calls them: `applications`, `letters`. */
  readonly what: string;
  /** At least 1. */
  readonly rows: number;
}

/** Nothing but text, numbers, booleans, null, lists and objects of these. Times are ISO 8601 in UTC. */
export type PersonalData = Readonly<Record<string, unknown>>;

/** Where a person stands in the tables of one part. Every method throws `Fault` when the database cannot be used. */
export interface Personal {
  /** Says how much there is, without its contents. */
  find(person: Person): Promise<readonly Trace[]>;
  /**
   * Returns everything for the person to read: no secret, no hash, no link token, and nobody else's name. Undefined where there is
   * nothing.
   */
  export(person: Person): Promise<PersonalData | undefined>;
  /**
   * Deletes what is the person's, all of it in one transaction. Rows that others need, such as the audit log, stay without what is
   * personal. Resolves with how many rows were deleted or changed; 0 when it is done again.
   *
   * Refuses, and changes nothing, while something of the person is still under way (`in-use`); the detail is one English sentence
   * that says what.
   */
  erase(person: Person): Promise<Outcome<{ readonly rows: number }, 'in-use', string>>;
}
