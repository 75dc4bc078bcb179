import type { EventId, RoomId, UserId } from '../../kernel/matrix-id.ts';

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

export interface HeardMessage {
  readonly eventId: EventId;
  readonly roomId: RoomId;
  readonly sender: UserId;
  /** '' when encrypted; without the quoted fallback of an old reply. */
  readonly body: string;
  /** `m.replace`: never a command. */
  readonly isEdit: boolean;
  readonly replyTo?: EventId;
  readonly threadRoot?: EventId;
  /** Only of an encrypted one: the event that it is a reaction to. What the reaction says is inside. */
  readonly reactsTo?: EventId;
  /** `m.mentions`, valid user IDs only. */
  readonly mentions: readonly UserId[];
  /** The body is unreadable, relations are not. */
  readonly encrypted: boolean;
  readonly at: number;
}
