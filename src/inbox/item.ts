/** Something that came from outside, kept before the response goes out. */
export interface InboxItem {
  /** Who sent it: `matrix`, later each network. Names the handler. Items of one source keep their order. */
  readonly source: string;
  /**
   * Unique within its source until thirty days after it was handled: the event ID. Transaction numbers would prove nothing,
   * because Synapse may count them from 1 again.
   */
  readonly key: string;
  /** What came, as JSON text. Cleared once it is handled. */
  readonly body: string;
}

/** An item as the database returns it. */
export interface KeptItem extends InboxItem {
  /** True if it was parked before. */
  readonly retried: boolean;
}

/** Where doors, and the reading of a room's timeline, put items. */
export interface InboxKeeper {
  /** Keeps all items in one commit, except those whose key is known. Resolves after the commit with the number of new ones. */
  keep(items: readonly InboxItem[]): Promise<number>;
}

/** Handles one item. Called again if it throws. If it never succeeds, the item is parked, where operators see it. */
export type InboxHandler = (item: InboxItem) => Promise<void>;
