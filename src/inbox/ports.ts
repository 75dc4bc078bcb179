import type { InboxItem, KeptItem } from './item.ts';

/** What the inbox needs of the database. Every call throws `Fault` (`storage.unavailable`) if it cannot be reached or written. */
export interface InboxStore {
  /** Keeps all items in one commit, in this order, except those whose key is known. Returns the number of new ones. */
  keep(items: readonly InboxItem[]): Promise<number>;
  /** Returns items of one source that are not handled yet, in order of arrival. */
  next(source: string, limit: number): Promise<readonly KeptItem[]>;
  /** Saves items as handled in one commit. Clears their content and keeps their keys. */
  handled(source: string, keys: readonly string[]): Promise<void>;
  /** Sets an item aside with its content, so that the next one gets its turn. */
  park(source: string, key: string, code: string): Promise<void>;
  /** Parks every waiting item of all other sources. Returns how many. */
  parkOthers(sources: readonly string[], code: string): Promise<number>;
  /** Lets parked items be handled again, in order of arrival and before later ones. Returns how many. */
  retryParked(): Promise<number>;
  counts(): Promise<{ readonly waiting: number; readonly parked: number }>;
  /**
   * Deletes items handled before `handledBefore`. Treats parked items that came before `parkedBefore` as handled from now on and
   * clears their content. Epoch milliseconds.
   */
  tidy(ask: { readonly handledBefore: number; readonly parkedBefore: number }): Promise<void>;
}
