/** Something that came from outside, kept before it is answered. */
export interface InboxItem {
  /** Who sent it: `matrix`, later each network. Names the handler; order is kept within one source. */
  readonly source: string;
  /** Unique for its source, for thirty days after it was handled: the event ID. Synapse counts transactions from 1 again, so their numbers prove nothing. */
  readonly key: string;
  /** The JSON text of what came, cleared once handled. */
  readonly body: string;
}

/** As the database hands it out. */
export interface KeptItem extends InboxItem {
  /** It was parked before. */
  readonly retried: boolean;
}

/** Where doors, and readings of a room, put what came. */
export interface InboxKeeper {
  /** Keeps all items in one commit, except those whose key is known. Resolves after the commit, with how many were new. */
  keep(items: readonly InboxItem[]): Promise<number>;
}

/** Does what one item asks for. Called again when it throws; the item is parked, visibly, when it never succeeds. */
export type InboxHandler = (item: InboxItem) => Promise<void>;
