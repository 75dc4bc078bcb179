import type { EventId, RoomId, UserId } from '../../kernel/matrix-id.ts';
import type { Reaction } from '../../registration/ports/reaction.ts';
import type { HeardMessage, HeardRedaction } from '../../registration/team/heard.ts';

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
  /** `invite_room_state` as it came; nothing in it can be trusted. */
  readonly state: readonly unknown[];
}

/** What the appservice door may call. Each throws `Fault` when it cannot be done yet; the inbox then tries again. */
export interface AppserviceUseCases {
  hearReaction(reaction: Reaction): Promise<void>;
  hearRedaction(redaction: HeardRedaction): Promise<void>;
  hearMessage(message: HeardMessage): Promise<void>;
  /** State of the team room, and Porter's own membership in any room but invitations. */
  hearTeamRoomState(event: HeardState): Promise<void>;
  hearInvite(invite: HeardInvite): Promise<void>;
}
