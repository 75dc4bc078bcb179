import type { EventId, RoomId } from '../../kernel/matrix-id.ts';
import type { Job } from '../../outbox/job.ts';
import type { Announcing } from '../rules/announced-message.ts';

/** A remark as it is kept before it is confirmed. */
export interface RemarkItem {
  /** Name of the channel. */
  readonly source: string;
  /** Unique within the source. */
  readonly key: string;
  /** JSON. */
  readonly body: string;
}

/** Where remarks are kept in order, until each was handled. */
export interface RemarkInbox {
  /** Keeps all of them in one commit, except those whose key is known. Throws `Fault`. */
  keep(items: readonly RemarkItem[]): Promise<unknown>;
}

/** A remark that stands in a room. */
export interface KeptRemark {
  readonly eventId: EventId;
  readonly room: RoomId;
  readonly channel: string;
  /** Where replies to it go, as the channel's `readAddress` returns it. */
  readonly address: string;
  /** When it was shown. Epoch milliseconds. */
  readonly at: number;
}

/** A message that tells of what a part announced. */
export interface AnnouncedMessage extends Announcing {
  /** Digest of its channel, its address and the service's own id of it. */
  readonly name: string;
  /** When it was delivered. Epoch milliseconds. */
  readonly at: number;
}

/** What is known of remarks once they are shown. Every call throws `Fault` (`storage.unavailable`). */
export interface RemarkStore {
  /** Does nothing if the event is known. */
  keepRemark(remark: KeptRemark): Promise<void>;
  /** Undefined: the event is no remark, or one that was shown so long ago that it is forgotten. */
  findRemark(eventId: EventId): Promise<KeptRemark | undefined>;
  /** Changes nothing if it is known. */
  keepAnnounced(message: AnnouncedMessage): Promise<void>;
  /** Undefined: it tells of nothing that a part announced, or of something so old that it is forgotten. */
  findAnnounced(name: string): Promise<Announcing | undefined>;
  /** Undefined if there is no such job, or none any more. */
  findJob(id: string): Promise<Pick<Job, 'kind' | 'payload'> | undefined>;
}
