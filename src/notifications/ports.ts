import type { EventId, RoomId } from '../kernel/matrix-id.ts';
import type { Job, JobPayload, NewJob } from '../outbox/job.ts';
import type { Announcing } from './rules/announced-message.ts';
import type { ShownMessage } from './rules/incident.ts';

/** By what a sender recognises its own request when it repeats it. */
export interface RequestKey {
  readonly sender: string;
  /** As sent in `Idempotency-Key`, or as a door made it. */
  readonly key: string;
  /** Digest of what was asked with it. */
  readonly digest: string;
  /** How long it is recognised, milliseconds; at most a day. */
  readonly life: number;
}

/** A notification that may be folded: counted instead of delivered. */
export interface FreshNotification {
  readonly id: string;
  readonly jobs: readonly NewJob[];
  /** If the same came less than `window` milliseconds before, it is counted, and `tell` is what has to be done at `until`. */
  readonly same:
    | {
        /** Digest of what it says and to whom. */
        readonly name: string;
        readonly window: number;
        /** @param told the id of the first, which of its windows this is, from 0, and when it begins and ends, epoch milliseconds */
        readonly tell: (told: {
          readonly first: string;
          readonly round: number;
          readonly since: number;
          readonly until: number;
        }) => NewJob;
      }
    | undefined;
  /**
   * If more than `most` of this name came in the time that ends at `until` (epoch milliseconds), it is counted with its title, and
   * `tell` is what has to be done.
   */
  readonly flood:
    | {
        /** Digest of its stream. */
        readonly name: string;
        readonly most: number;
        readonly until: number;
        readonly title: string;
        /** @param first the id of the first that is counted instead of delivered */
        readonly tell: (first: string) => NewJob;
      }
    | undefined;
}

/** One request of a sender: kept as a whole or not at all. */
export interface Accepting {
  readonly key: RequestKey | undefined;
  readonly notifications: readonly FreshNotification[];
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * - `kept`: it is on disk. A notification that says the same as one before has the id of that one; those that are shown together have
 *   the id of the first of them.
 * - `repeated`: the same request was kept before, with these ids
 * - `other`: the key was used for another request
 */
export type Acceptance =
  | { readonly kind: 'kept' | 'repeated'; readonly ids: readonly string[] }
  | { readonly kind: 'other' };

/** Folded notifications of one name. */
export interface Folded {
  /** How many were not delivered. */
  readonly count: number;
  /** The titles of the first of them; empty where all are the same. */
  readonly titles: readonly string[];
}

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

/** A delivery that was collected for a digest. */
export interface CollectedJob {
  readonly id: string;
  /** Undefined if it cannot be read. */
  readonly payload: JobPayload | undefined;
}

/** The messages that tell of incidents which go on. Every call throws `Fault` (`storage.unavailable`). */
export interface ShownMessages {
  /** The messages of an incident at an address, oldest first. @param name as `shownUnder` gives it */
  find(name: string): Promise<readonly ShownMessage[]>;
  /**
   * Keeps these messages in place of those before, oldest first, and adds the jobs in the same commit.
   *
   * @param also `at`: epoch milliseconds
   */
  keep(
    name: string,
    messages: readonly ShownMessage[],
    also?: { readonly jobs: readonly NewJob[]; readonly at: number },
  ): Promise<void>;
}

/** What the relay needs of the database. Every call throws `Fault` (`storage.unavailable`). */
/** What is there of a collection. */
export interface FoundTogether {
  /** The first, oldest first, as many as one digest shows. */
  readonly jobs: readonly CollectedJob[];
  /** How many there are. */
  readonly count: number;
  /** `open` of the digest before. */
  readonly told: readonly string[];
}

/** What becomes of a collection. */
export interface Telling {
  /** What goes out instead. */
  readonly jobs: readonly NewJob[];
  /** What puts earlier messages right. */
  readonly corrections: readonly NewJob[];
  /** The ids of those that nothing tells of. */
  readonly cleared: readonly string[];
  /** What people know to go on after it; kept for the next digest. */
  readonly open: readonly string[];
}

export interface NotificationStore {
  /** Keeps one request. Requests of one moment share a commit. */
  accept(request: Accepting): Promise<Acceptance>;
  /** How many notifications of this name were folded in the time that ends at `until` (epoch milliseconds). */
  folded(name: string, until: number): Promise<Folded>;
  readonly shown: ShownMessages;
  /**
   * Ends every delivery of a collection, and adds what goes out instead, in one commit. Resolves with false if there is none.
   *
   * @param at epoch milliseconds
   */
  tellCollected(collection: string, at: number, tell: (found: FoundTogether) => Telling): Promise<boolean>;
  /**
   * The deliveries of one notification in their order; of one that went out in a digest how far that is; empty if there is none, or it was done so long ago that its jobs are deleted.
   *
   * @param keyOf the key of the delivery of this number, from 0
   */
  deliveries(keyOf: (number: number) => string): Promise<readonly KeptDelivery[]>;
}

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

/** Something that somebody without a Matrix user says in a room. */
export interface GhostSaying {
  readonly room: RoomId;
  readonly ghost: {
    readonly channel: string;
    /** As in `Remark`. */
    readonly person: string;
    /** `Ada (Telegram)`. Inert. */
    readonly name: string;
  };
  /** Inert, not empty. */
  readonly text: string;
  /** The message below which it is said; undefined: below none. If that is gone, it is said by itself. */
  readonly thread: EventId | undefined;
  readonly jobId: string;
  /** When the job was first tried, epoch milliseconds. */
  readonly firstTriedAt: number | undefined;
}

/** The users that stand for people of other networks. */
export interface Ghosts {
  /**
   * Says it exactly once per job: as the ghost, or where it may not speak as Porter, with the name in front. Resolves with the event.
   * Throws `Fault`.
   */
  say(said: GhostSaying, signal: AbortSignal): Promise<EventId>;
  /** The job by which this was said. Undefined: somebody else said it, or it is gone. Throws `Fault`. */
  jobOf(room: RoomId, eventId: EventId): Promise<string | undefined>;
}
