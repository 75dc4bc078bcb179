import type { NewJob } from '../../outbox/job.ts';

/** The name that a sender gave its request, so that a repetition of it is recognised. */
export interface RequestKey {
  readonly sender: string;
  /** As sent in `Idempotency-Key`, or as a door made it. */
  readonly key: string;
  /** Digest of what was asked with it. */
  readonly digest: string;
  /** How long it is recognised, milliseconds; at most a day. */
  readonly life: number;
}

/** A notification that may be folded: counted instead of delivered. */
export interface FreshNotification {
  readonly id: string;
  readonly jobs: readonly NewJob[];
  /** If the same came less than `window` milliseconds before, it is counted, and `tell` is what has to be done at `until`. */
  readonly same:
    | {
        /** Digest of what it says and to whom. */
        readonly name: string;
        readonly window: number;
        /** @param told the id of the first, which of its windows this is, from 0, and when it begins and ends, epoch milliseconds */
        readonly tell: (told: {
          readonly first: string;
          readonly round: number;
          readonly since: number;
          readonly until: number;
        }) => NewJob;
      }
    | undefined;
  /**
   * If more than `most` of this name came in the time that ends at `until` (epoch milliseconds), it is counted with its title, and
   * `tell` is what has to be done.
   */
  readonly flood:
    | {
        /** Digest of its stream. */
        readonly name: string;
        readonly most: number;
        readonly until: number;
        readonly title: string;
        /** @param first the id of the first that is counted instead of delivered */
        readonly tell: (first: string) => NewJob;
      }
    | undefined;
}

/** One request of a sender: kept as a whole or not at all. */
export interface Accepting {
  readonly key: RequestKey | undefined;
  readonly notifications: readonly FreshNotification[];
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * - `kept`: it is on disk. A notification that says the same as one before has the id of that one; those that are shown together have
 *   the id of the first of them.
 * - `repeated`: the same request was kept before, with these ids
 * - `other`: the key was used for another request
 */
export type Acceptance =
  | { readonly kind: 'kept' | 'repeated'; readonly ids: readonly string[] }
  | { readonly kind: 'other' };

/** Folded notifications of one name. */
export interface Folded {
  /** How many were not delivered. */
  readonly count: number;
  /** The titles of the first of them; empty where all are the same. */
  readonly titles: readonly string[];
}
