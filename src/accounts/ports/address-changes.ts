import type { EmailAddress } from '../../kernel/email-address.ts';
import type { Language } from '../../kernel/languages.ts';
import type { Localpart } from '../../kernel/matrix-id.ts';
import type { NewJob } from '../../outbox/job.ts';
import type { Ordered } from './account-audit.ts';

/** `done`: the new address counts. `withdrawn`: it never will. `undone`: it counted, and the one before was put back. */
export const changeEnds = ['done', 'withdrawn', 'undone'] as const;

/** A change of an account's mail address, from the asking on. Times in epoch milliseconds. */
export interface AddressChange {
  /** UUIDv7; the token of its link is derived from it. */
  readonly id: string;
  readonly localpart: Localpart;
  /** Comparable form. */
  readonly address: EmailAddress;
  /** Keyed, of its canonical form. */
  readonly addressHash: string;
  /** The address in whose place it comes; undefined: the account had none. */
  readonly replaces: EmailAddress | undefined;
  /** Of its letters. */
  readonly language: Language;
  readonly askedAt: number;
  /** Hash of the token, and until when it works; undefined until the letter is sent. */
  readonly sent: { readonly hash: string; readonly validUntil: number } | undefined;
  readonly end: { readonly how: (typeof changeEnds)[number]; readonly at: number } | undefined;
}

/** Askings that count against a new one, each oldest first. */
export interface ChangesBefore {
  /** When this account asked, whatever came of it. */
  readonly ofAccount: readonly number[];
  /** When letters to this address were ordered, whoever asked. */
  readonly ofAddress: readonly number[];
  /** How many letters were ordered to any address. */
  readonly all: number;
}

/** What becomes of an asking. `letter` false: it is kept like any other, and its address gets no letter. */
export type ChangeVerdict<Refusal> = { readonly refusal: Refusal } | { readonly letter: boolean };

export interface ChangeJobs {
  /** The letter to the new address. */
  readonly letter: NewJob;
  readonly others: readonly NewJob[];
}

/**
 * Changes of mail addresses. An account has one open change at most: another one, a new password and the end of the account end it. Every
 * change is written with its entry in the audit log. All methods throw `Fault` when the database cannot be used.
 */
export interface AddressChangeStore {
  /**
   * Keeps a change with its jobs, unless `judge` refuses it. `gone`: the account is not active any more, or another password was set than
   * the one that was proved. Nobody else asks meanwhile.
   *
   * @param asked.proved when the password was set that was proved
   * @param asked.since how far back to count: for the account and the address, and for all. All of it epoch milliseconds
   */
  begin<Refusal extends string>(
    change: AddressChange,
    jobs: ChangeJobs,
    ordered: Ordered,
    asked: { readonly proved: number; readonly since: { readonly own: number; readonly all: number } },
    judge: (before: ChangesBefore) => ChangeVerdict<Refusal>,
  ): Promise<Refusal | 'gone' | undefined>;

  find(id: string): Promise<AddressChange | undefined>;
  findByHash(hash: string): Promise<AddressChange | undefined>;
  /** Of one account, the latest first; at most 20. */
  list(localpart: Localpart): Promise<readonly AddressChange[]>;

  /** Keeps the hash of a token before it is sent. False, and nothing changes, if the change has ended or is gone. */
  keep(id: string, sent: NonNullable<AddressChange['sent']>): Promise<boolean>;

  /**
   * Puts the new address in the place of the old one. `taken`: it belongs to another account, and the change is withdrawn. `ended`:
   * nothing changes, because the change or its link has ended, or the account is not active.
   */
  finish(id: string, ordered: Ordered, jobs: readonly NewJob[]): Promise<'done' | 'taken' | 'ended'>;

  /** Ends the open change of an account. False if it has none. */
  withdraw(localpart: Localpart, ordered: Ordered): Promise<boolean>;

  /**
   * Puts the old address back in the place of the new one. `taken`: another account has it by now. `ended`: the change does not count
   * any more.
   */
  undo(id: string, ordered: Ordered, jobs: readonly NewJob[]): Promise<'undone' | 'taken' | 'ended'>;

  /** Deletes changes that were asked for before, and did not end since. */
  tidy(before: number): Promise<void>;
}
