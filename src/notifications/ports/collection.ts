import type { JobPayload, NewJob } from '../../outbox/job.ts';
import type { Address } from '../rules/address-book.ts';
import type { ShownMessages } from './shown-messages.ts';

/** A delivery that was collected for a digest. */
export interface CollectedJob {
  readonly id: string;
  /** Undefined if it cannot be read. */
  readonly payload: JobPayload | undefined;
}

/** The deliveries of a collection that wait. */
export interface FoundTogether {
  /** The first, oldest first, as many as one digest shows. */
  readonly jobs: readonly CollectedJob[];
  /** How many there are. */
  readonly count: number;
  /** `open` of the digest before. */
  readonly told: readonly string[];
  /** As `ShownMessages` has it, read in the transaction that ends them. */
  readonly findShown: ShownMessages['find'];
  /** Deliveries to an address that go out outside of digests and are not done, oldest first, as many as one digest shows. */
  readonly findOnTheirWay: (to: Address) => Promise<readonly CollectedJob[]>;
}

/** The end of a collection: what is done with its deliveries. */
export interface Telling {
  /** Jobs that go out instead of its deliveries. */
  readonly jobs: readonly NewJob[];
  /** Jobs that put earlier messages right. */
  readonly corrections: readonly NewJob[];
  /** The ids of those that nothing tells of. */
  readonly cleared: readonly string[];
  /** Hashes of what has begun and not ended, as far as people were told; kept for the next digest. */
  readonly open: readonly string[];
}
