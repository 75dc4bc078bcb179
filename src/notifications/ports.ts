import type { NewJob } from '../outbox/job.ts';

/** By what a sender recognises its own request when it repeats it. */
export interface RequestKey {
  readonly sender: string;
  /** As sent in `Idempotency-Key`, or as a door made it. */
  readonly key: string;
  /** Digest of what was asked with it. */
  readonly digest: string;
  /** How long it is recognised, milliseconds; at most a day. */
  readonly life: number;
}

/** One request of a sender: kept as a whole or not at all. */
export interface Accepting {
  readonly key: RequestKey | undefined;
  /** Ids of its notifications, in their order. */
  readonly ids: readonly string[];
  readonly jobs: readonly NewJob[];
  /** Epoch milliseconds. */
  readonly at: number;
}

/** - `kept`: it is on disk. - `repeated`: the same request was kept before, with these ids. - `other`: the key was used for another one. */
export type Acceptance =
  | { readonly kind: 'kept' }
  | { readonly kind: 'repeated'; readonly ids: readonly string[] }
  | { readonly kind: 'other' };

/** One delivery as it stands in the outbox. */
export interface KeptDelivery {
  readonly channel: string;
  readonly state: 'waiting' | 'held' | 'leased' | 'done' | 'dead' | 'parked';
  /** As `JobView` has it: the code of the last fault, `refused`, `dropped` … */
  readonly code: string | undefined;
  /** The service's own words. */
  readonly words: string | undefined;
  readonly attempts: number;
  /** Epoch milliseconds. */
  readonly acceptedAt: number;
  readonly doneAt: number | undefined;
}

/** What the relay needs of the database. Every call throws `Fault` (`storage.unavailable`). */
export interface NotificationStore {
  /** Keeps one request. Requests of one moment share a commit. */
  accept(request: Accepting): Promise<Acceptance>;
  /** The deliveries of one notification in their order; empty if there is none, or it was done so long ago that its jobs are deleted. @param keyOf the key of the delivery of this number, from 0 */
  deliveries(keyOf: (number: number) => string): Promise<readonly KeptDelivery[]>;
}
