import type { EventId, RoomId, UserId } from '../../kernel/matrix-id.ts';

/** `m.reaction` with a target and a key. `at` is the homeserver's `origin_server_ts`, epoch milliseconds. */
export interface HeardReaction {
  readonly eventId: EventId;
  readonly roomId: RoomId;
  readonly sender: UserId;
  readonly target: EventId;
  /** As sent, not normalised, at most 100 characters. */
  readonly key: string;
  readonly at: number;
}

export interface HeardRedaction {
  /** The event that was taken back, never the redaction's own ID. */
  readonly eventId: EventId;
  readonly roomId: RoomId;
  /** Who redacted: a moderator may redact other people's events. */
  readonly sender: UserId;
  readonly at: number;
}

export interface HeardMessage {
  readonly eventId: EventId;
  readonly roomId: RoomId;
  readonly sender: UserId;
  /** Well-formed; '' when encrypted. The quoted fallback of an old reply is cut off. */
  readonly body: string;
  /** `m.replace`: never a command. */
  readonly isEdit: boolean;
  readonly replyTo?: EventId;
  readonly threadRoot?: EventId;
  /** `m.mentions`, valid user IDs only. */
  readonly mentions: readonly UserId[];
  /** Only relations are readable. */
  readonly encrypted: boolean;
  readonly at: number;
}

export interface HeardState {
  readonly eventId: EventId;
  readonly roomId: RoomId;
  /** `m.room.member`, `m.room.power_levels`, `m.room.join_rules`, `m.room.encryption`, `m.room.tombstone` … */
  readonly type: string;
  readonly stateKey: string;
  readonly sender: UserId;
  readonly content: { readonly [key: string]: unknown };
  readonly at: number;
}

/** Porter was invited. */
export interface HeardInvite {
  readonly roomId: RoomId;
  readonly sender: UserId;
  /** `invite_room_state` as it came: says nothing that can be trusted. */
  readonly state: readonly unknown[];
}

/** What the appservice door may do. Each throws `Fault` when it could not be done yet: the inbox asks again. */
export interface AppserviceUseCases {
  hearReaction(reaction: HeardReaction): Promise<void>;
  hearRedaction(redaction: HeardRedaction): Promise<void>;
  hearMessage(message: HeardMessage): Promise<void>;
  /** State of the team room, and Porter's own membership in any room but invitations. */
  hearTeamRoomState(event: HeardState): Promise<void>;
  hearInvite(invite: HeardInvite): Promise<void>;
}
