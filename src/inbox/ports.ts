import type { InboxItem, KeptItem } from './item.ts';

/** What the inbox needs of the database. Every call throws `Fault` (`storage.unavailable`) when it cannot be reached or written. */
export interface InboxStore {
  /** Keeps all items in one commit, in this order; known keys are passed over. Answers how many were new. */
  keep(items: readonly InboxItem[]): Promise<number>;
  /** Items not yet handled, in order of arrival. */
  next(limit: number): Promise<readonly KeptItem[]>;
  /** One commit: content is cleared, keys stay. */
  handled(keys: readonly string[]): Promise<void>;
  /** Takes an item out of the way, content and all. */
  park(key: string, code: string): Promise<void>;
  /** Parked items are handled again, in the order of their arrival and before what came after them. Answers how many. */
  retryParked(): Promise<number>;
  counts(): Promise<{ readonly waiting: number; readonly parked: number }>;
  /**
   * Forgets keys handled before `handledBefore`. What came before `parkedBefore` and is parked counts as handled from now on:
   * its content is cleared. Epoch milliseconds.
   */
  tidy(ask: { readonly handledBefore: number; readonly parkedBefore: number }): Promise<void>;
}
