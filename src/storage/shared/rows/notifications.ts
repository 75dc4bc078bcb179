/** One row per request that its sender gave a name, for 24 hours. */
export interface RequestKeyRow {
  /** Sender and key, with a blank between. */
  readonly name: string;
  readonly digest: string;
  /** JSON: ids of its notifications. */
  readonly ids: string;
  readonly at: number;
}

/** One row per time in which notifications that say the same are counted; in the order in which these times began. */
export interface SaidRow {
  readonly seq: number;
  /** Digest of what is said and to whom. */
  readonly name: string;
  /** When the time is over. */
  readonly until: number;
  /** When the row says nothing any more. */
  readonly forgotten: number;
  /** Id of the first. */
  readonly first: string;
  /** Which time this is for that notification, from 0. */
  readonly round: number;
}

/** One row per name and time in which something is folded: notifications that say the same, or those of one stream in one minute. */
export interface FoldedRow {
  readonly name: string;
  /** When the time is over. */
  readonly until: number;
  /** How many came, the first included. */
  readonly count: number;
  /** Id of the first. */
  readonly first: string;
  /** JSON: titles of those that were folded, as far as they are shown. */
  readonly titles: string;
  /** 1 once it was read in order to be told. */
  readonly told: number;
}

/** One row per incident and address, while something of it goes on. */
export interface ShownMessageRow {
  /** Digest of both. */
  readonly name: string;
  /** JSON, oldest first: of each message the service's own id, when it was posted, and the pieces that go on, as it says. */
  readonly messages: string;
  /** When the newest was posted. */
  readonly at: number;
}

/** One row per collection whose digests told of something that goes on. */
export interface ToldInDigestsRow {
  /** The collection. */
  readonly name: string;
  /** JSON, oldest first: a hash of each beginning that was told and whose end was not. */
  readonly open: string;
  /** When a digest changed it. */
  readonly at: number;
}

/** One row per message that told on a channel of what a part announced. */
export interface AnnouncedMessageRow {
  /** Digest of channel, address and the service's own id. */
  readonly name: string;
  /** The part that announced it, and its id for it. */
  readonly origin: string;
  readonly id: string;
  readonly at: number;
}

/** One row per remark that somebody made on a channel and Porter showed in a room. */
export interface RemarkRow {
  readonly event_id: string;
  readonly room_id: string;
  readonly channel: string;
  /** Where replies to it go. */
  readonly address: string;
  readonly at: number;
}
