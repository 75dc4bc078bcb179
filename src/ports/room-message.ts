import type { EventId, RoomId, UserId } from '../kernel/matrix-id.ts';

/** A text message of somebody in a room, as the appservice door hands it over. Never Porter's own or a ghost's. */
export interface RoomMessage {
  readonly eventId: EventId;
  readonly roomId: RoomId;
  readonly sender: UserId;
  /** '' when encrypted; without the quoted fallback of an old reply. */
  readonly body: string;
  /** `m.replace`: never a command. */
  readonly isEdit: boolean;
  readonly replyTo?: EventId;
  readonly threadRoot?: EventId;
  /** The body is unreadable, relations are not. */
  readonly encrypted: boolean;
  /** The homeserver's `origin_server_ts`, epoch milliseconds. */
  readonly at: number;
}
