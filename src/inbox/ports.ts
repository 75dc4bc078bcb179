import type { InboxItem, KeptItem } from './item.ts';

/** What the inbox needs of the database. Every call throws `Fault` (`storage.unavailable`) when it cannot be reached or written. */
export interface InboxStore {
  /** Keeps all items in one commit, in this order, except those whose key is known. Answers how many were new. */
  keep(items: readonly InboxItem[]): Promise<number>;
  /** Items of one source that are not handled yet, in order of arrival. */
  next(source: string, limit: number): Promise<readonly KeptItem[]>;
  /** One commit: content is cleared, keys stay. */
  handled(source: string, keys: readonly string[]): Promise<void>;
  /** Puts an item aside with its content; the next one gets its turn. */
  park(source: string, key: string, code: string): Promise<void>;
  /** Parks every waiting item of all sources but these. Answers how many. */
  parkOthers(sources: readonly string[], code: string): Promise<number>;
  /** Parked items are handled again, in the order of their arrival and before what came after them. Answers how many. */
  retryParked(): Promise<number>;
  counts(): Promise<{ readonly waiting: number; readonly parked: number }>;
  /**
   * Forgets keys handled before `handledBefore`. What came before `parkedBefore` and is parked counts as handled from now on:
   * its content is cleared. Epoch milliseconds.
   */
  tidy(ask: { readonly handledBefore: number; readonly parkedBefore: number }): Promise<void>;
}
