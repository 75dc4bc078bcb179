import type { EventId, RoomId, UserId } from '../../kernel/matrix-id.ts';
import type { RoomMessage } from '../../ports/room-message.ts';

/*
 * What the appservice door hands to the functions made by `makeHear…`; reactions are in `ports/reaction.ts`. Events come parsed,
 * from any room, in any order, and some of them twice. `at` is the homeserver's `origin_server_ts`, epoch milliseconds.
 */

export interface HeardRedaction {
  /** The event that was taken back, never the redaction's own ID. */
  readonly eventId: EventId;
  readonly roomId: RoomId;
  /** Who redacted: a moderator may redact what others sent. */
  readonly sender: UserId;
  readonly at: number;
}

export interface HeardMessage extends RoomMessage {
  /** Only of an encrypted one: the event that it is a reaction to. What the reaction says is inside. */
  readonly reactsTo?: EventId;
  /** `m.mentions`, valid user IDs only. */
  readonly mentions: readonly UserId[];
  readonly at: number;
}
