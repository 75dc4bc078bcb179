import type { EmailAddress } from '../kernel/email-address.ts';
import type { Localpart, UserId } from '../kernel/matrix-id.ts';
import type { Language } from '../texts/say.ts';
import type { Order } from './fields.ts';
import type { Vote } from './rules/decision.ts';

/** What every application has, whatever its stage. Times are epoch milliseconds. */
export interface Common {
  /** UUIDv7. */
  readonly id: string;
  /** The number by which people name it: 1, 2, 3 … */
  readonly shortId: number;
  /** Counts saves; a save based on an older version is refused as stale. */
  readonly version: number;
  /** Counts stage entries; a delayed job does nothing unless this still is the number that it carries. */
  readonly entry: number;
  /** Counts voting rounds; only reactions on the notice of this round count. */
  readonly round: number;
  readonly createdAt: number;
  /** When it entered the present stage. */
  readonly since: number;
  readonly language: Language;
  /** Held once the form is sent, claimed once the address is proved; may change when somebody else has taken it. */
  readonly localpart: Localpart;
  /** May be corrected until it is proved. */
  readonly email: EmailAddress;
  /** Keyed hash of the canonical address, hex; the outbox destination, the caps and the claim use it. */
  readonly addressHash: string;
  /** What the applicant told on the form beside name and address; never changed (docs/decisions/0028-one-table-of-fields.md). */
  readonly order: Order;
  /** Set once an account was made, and kept after an undo: the name stays ours. Not set any more once that account is gone. */
  readonly userId: UserId | undefined;
}

/** Who decided, and how. `by` is sorted. */
export interface DecidedBy {
  readonly votes: readonly Vote[];
  readonly by: readonly string[];
  /** `votes` are counted again before they act; a `person` decided by room command or command line, which is not counted again. */
  readonly how: 'votes' | 'person';
}

export type ExpiredWhy = 'not-proved' | 'too-many-codes' | 'nobody-decided' | 'no-name-picked' | 'account-gone';

/** A stage is a union member with exactly the data it needs (docs/decisions/0018). */
export type Application = Common &
  (
    | { readonly stage: 'submitted' }
    | { readonly stage: 'waiting'; readonly votes: readonly Vote[] }
    | ({
        readonly stage: 'approved';
        /** When the account is made: at once, or after `approveDelay`. Votes count until then. */
        readonly actsAt: number;
        /** The name was taken by somebody else meanwhile: the applicant picks another; the votes stand. */
        readonly nameLost: boolean;
      } & DecidedBy)
    | ({ readonly stage: 'admitted'; readonly userId: UserId } & DecidedBy)
    | ({ readonly stage: 'settled'; readonly userId: UserId } & DecidedBy)
    | ({ readonly stage: 'declined'; readonly actsAt: number } & DecidedBy)
    | ({ readonly stage: 'closed' } & DecidedBy)
    | { readonly stage: 'expired'; readonly why: ExpiredWhy }
    | { readonly stage: 'withdrawn' }
  );

export type Stage = Application['stage'];
export type InStage<S extends Stage> = Extract<Application, { readonly stage: S }>;

/** Stages in which the name and the address are claimed for this application. */
export const claiming: ReadonlySet<Stage> = new Set(['waiting', 'approved', 'admitted', 'declined']);
/** Stages in which the hash of a password that was chosen on the form is kept; in any other it is deleted. */
export const keepingPassword: ReadonlySet<Stage> = new Set(['submitted', 'waiting', 'approved', 'declined']);
/** Stages in which the team may still have something to do. */
export const openStages: readonly Stage[] = ['submitted', 'waiting', 'approved', 'admitted', 'declined'];
/** Stages that no application leaves by itself. */
export const endedStages: readonly Stage[] = ['settled', 'closed', 'expired', 'withdrawn'];
