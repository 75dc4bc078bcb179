import type { JobPayload } from '../../outbox/job.ts';
import type { Acceptance, Accepting, Folded } from './accepting.ts';
import type { FoundTogether, Telling } from './collection.ts';
import type { ShownMessages } from './shown-messages.ts';

/** One delivery as it stands in the outbox. */
export interface KeptDelivery {
  /** Of its job. */
  readonly id: string;
  readonly channel: string;
  readonly state: 'waiting' | 'held' | 'leased' | 'done' | 'dead' | 'parked';
  /** As `JobView` has it: the code of the last fault, `refused`, `dropped` … */
  readonly code: string | undefined;
  /** The service's own words. */
  readonly words: string | undefined;
  readonly attempts: number;
  /** Epoch milliseconds. */
  readonly acceptedAt: number;
  readonly dueAt: number;
  readonly doneAt: number | undefined;
  /** Undefined once it is over, or if it cannot be read. */
  readonly payload: JobPayload | undefined;
}

/** What the relay needs of the database. Every call throws `Fault` (`storage.unavailable`). */
export interface NotificationStore {
  /** Keeps one request. Requests of one moment share a commit. */
  accept(request: Accepting): Promise<Acceptance>;
  /**
   * How many notifications of this name were folded in the time that ends at `until` (epoch milliseconds). From now on none are folded into
   * it, whatever the clock does.
   */
  closeFold(name: string, until: number): Promise<Folded>;
  readonly shown: ShownMessages;
  /**
   * Ends every delivery of a collection, and adds what goes out instead, in one commit. Resolves with false if there is none.
   *
   * @param at epoch milliseconds
   * @param tell awaits nothing but `findShown` and `findOnTheirWay`
   */
  tellCollected(collection: string, at: number, tell: (found: FoundTogether) => Promise<Telling>): Promise<boolean>;
  /**
   * Returns the deliveries of one notification in their order; one that went out in a digest has the state of that digest. Empty if there
   * is no such notification, or it was done so long ago that its jobs are deleted.
   *
   * @param keyOf the key of the delivery of this number, from 0
   */
  deliveries(keyOf: (number: number) => string): Promise<readonly KeptDelivery[]>;
}
