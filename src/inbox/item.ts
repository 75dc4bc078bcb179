/** Something that came from outside, kept before it is answered. */
export interface InboxItem {
  /** Unique for ever (30 days): the event ID. Transaction numbers restart at Synapse, so they prove nothing. */
  readonly key: string;
  /** Names the handler: `matrix-event`. */
  readonly kind: string;
  /** The JSON text of what came, cleared once handled. */
  readonly body: string;
}

/** As the database hands it out. */
export interface KeptItem extends InboxItem {
  /** It was parked before. */
  readonly retried: boolean;
}

/** Where doors and read-backs put what came. */
export interface InboxKeeper {
  /** Keeps all items in one commit; those whose key is known are passed over. Resolves after the commit, with how many were new. */
  keep(items: readonly InboxItem[]): Promise<number>;
}

/** Does what one item asks for. Called again when it throws; the item is parked, visibly, when it never succeeds. */
export type InboxHandler = (item: InboxItem) => Promise<void>;
