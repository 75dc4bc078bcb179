import type { EventId, RoomId } from '../../kernel/matrix-id.ts';
import type { Reaction } from './reaction.ts';

export type PostedKind = 'notice' | 'mark' | 'edit' | 'thread' | 'practice' | 'reply';

/** Every event that Porter posts is a row. */
export interface PostedEvent {
  readonly eventId: EventId;
  readonly roomId: RoomId;
  /** Undefined for what concerns no application, e.g. the practice notice. */
  readonly applicationId: string | undefined;
  readonly kind: PostedKind;
  readonly round: number;
  /** Job that posted it: adding it again changes nothing. */
  readonly jobId: string;
  /** Which version of the application it shows. */
  readonly version: number;
  readonly at: number;
  /** Of the text of a notice or edit (`kernel/fingerprint.ts`). */
  readonly fingerprint?: string | undefined;
}

/** What a notice shows at present. */
export type LastShown = Pick<PostedEvent, 'version' | 'at' | 'fingerprint'>;

export interface VoteStore {
  /** Keeps a reaction; a no-op when it is known, also as redacted (a redaction may arrive first). */
  keepReaction(reaction: Reaction): Promise<void>;
  /** Marks it taken back, known or not yet. Answers the reaction when it was live. @param at epoch milliseconds */
  redact(eventId: EventId, roomId: RoomId, at: number): Promise<Reaction | undefined>;
  /** Live reactions on this event. */
  liveReactions(target: EventId): Promise<readonly Reaction[]>;
  /** Makes the kept set equal to what the room says about `target` at `at`; `live` is the full list. */
  replaceReactions(target: EventId, roomId: RoomId, live: readonly Reaction[], at: number): Promise<void>;
  keepPosted(event: PostedEvent): Promise<void>;
  findPosted(eventId: EventId): Promise<PostedEvent | undefined>;
  /** The live notice: the newest `notice` of that round in that room. */
  findNotice(applicationId: string, round: number): Promise<PostedEvent | undefined>;
  /** Newest version that an edit or the notice itself shows, and when it was sent. */
  lastShown(applicationId: string, round: number): Promise<LastShown | undefined>;
}
