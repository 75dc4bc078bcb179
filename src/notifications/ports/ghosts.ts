import type { EventId, RoomId } from '../../kernel/matrix-id.ts';

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
