import type { EventId, RoomId } from '../kernel/matrix-id.ts';
import type { Urgency } from '../kernel/urgency.ts';
import type { NewJob } from '../outbox/job.ts';

/** What a part of Porter tells people besides its own ways, if the operator routes it somewhere. */
export interface Announcement {
  /** The part; routes are chosen by it: `registration`. */
  readonly origin: string;
  /** Unique within the part: said twice, it is delivered once. By it the part says later whether it is still so (`StillSo`). */
  readonly id: string;
  /** One line. */
  readonly title: string;
  readonly lines: readonly string[];
  readonly urgency: Urgency;
  /** When it goes out. Epoch milliseconds. */
  readonly at: number;
}

/** Says of what a part announced under this id whether it is still so; asked when it goes out. Throws `Fault`. */
export type StillSo = (id: string) => Promise<boolean>;

/** A place in a room: below which message. */
export interface InRoom {
  readonly room: RoomId;
  readonly thread: EventId;
}

/** Says where people talk about what the part announced under this id; undefined: nowhere, or nowhere any more. Throws `Fault`. */
export type WhereDiscussed = (id: string) => Promise<InRoom | undefined>;

/** Returns the jobs that deliver it, to be saved with the change that it tells of; none if no route leads anywhere. */
export type Announce = (announcement: Announcement) => readonly NewJob[];
