import type { EventId, RoomId } from '../../kernel/matrix-id.ts';
import type { Reaction } from './reaction.ts';

export type PostedKind = 'notice' | 'mark' | 'edit' | 'thread' | 'practice' | 'reply';

/** One event that Porter posted; each is stored. */
export interface PostedEvent {
  readonly eventId: EventId;
  readonly roomId: RoomId;
  /** Undefined for what concerns no application, e.g. the practice notice. */
  readonly applicationId: string | undefined;
  readonly kind: PostedKind;
  readonly round: number;
  /** Job that posted it. Storing the event of a known job changes nothing. */
  readonly jobId: string;
  /** Which version of the application it shows. */
  readonly version: number;
  readonly at: number;
  /** Fingerprint of the text of a notice or edit (`kernel/fingerprint.ts`). */
  readonly fingerprint?: string | undefined;
  /** Of a notice that was found removed: when. Epoch milliseconds. */
  readonly removedAt?: number | undefined;
}

/** What a notice shows at present. */
export type LastShown = Pick<PostedEvent, 'version' | 'at' | 'fingerprint'>;

/** A waiting application that nobody can vote on. */
export interface UnpostedNotice {
  readonly id: string;
  readonly shortId: number;
  /**
   * `given-up`: the job that posts its notice is not tried again but by hand; `no-job`: there is no such job; `removed`: the notice was
   * removed from the room too soon after the one before, and is not posted again yet.
   */
  readonly why: 'given-up' | 'no-job' | 'removed';
  /** From when on the team gets it, which may lie ahead. Epoch milliseconds. */
  readonly teamAt: number;
}

export interface VoteStore {
  /** Stores a reaction. Changes nothing when it is known, also when only its redaction is (that may arrive first). */
  keepReaction(reaction: Reaction): Promise<void>;
  /** Marks an event as redacted, also one that is not known yet. Returns the reaction if it was live. @param at epoch milliseconds */
  redact(eventId: EventId, roomId: RoomId, at: number): Promise<Reaction | undefined>;
  /** Live reactions on this event. */
  liveReactions(target: EventId): Promise<readonly Reaction[]>;
  /** Makes the kept set equal to what the room says about `target` at `at`; `live` is the full list. */
  replaceReactions(target: EventId, roomId: RoomId, live: readonly Reaction[], at: number): Promise<void>;
  keepPosted(event: PostedEvent): Promise<void>;
  findPosted(eventId: EventId): Promise<PostedEvent | undefined>;
  /** The live notice: the newest `notice` of that round, in whatever room. */
  findNotice(applicationId: string, round: number): Promise<PostedEvent | undefined>;
  /** Notes that this notice was found removed at `at` (epoch milliseconds), or, with undefined, that it is there after all. */
  markRemoved(eventId: EventId, at: number | undefined): Promise<void>;
  /**
   * Waiting applications that have no notice of their round and no job that will post one, or whose notice is marked as removed, by
   * ascending short ID. A notice that waits for its day, or for the room, has its job. Cheap enough to be asked often.
   */
  unposted(): Promise<readonly UnpostedNotice[]>;
  /** The newest version that the notice or an edit of it shows, and when that was sent. */
  lastShown(applicationId: string, round: number): Promise<LastShown | undefined>;
}
