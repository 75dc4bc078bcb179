import type { UserId } from '../../kernel/matrix-id.ts';

/** Why people cannot be brought into a welcome room; `room.welcomeRoom.…` of the texts says it, and the one next step. */
export type WhyMissed =
  | 'unknown'
  | 'alias-unanswered'
  | 'not-here'
  | 'replaced'
  | 'shut'
  | 'porter-banned'
  | 'porter-outside'
  /** Porter is outside, and would have too little power to invite when it is in. */
  | 'porter-outside-below'
  | 'may-not-invite'
  | 'refused'
  | 'newcomer-banned';

/** A welcome room into which people cannot be brought. */
export interface MissedRoom {
  /** As configured. */
  readonly room: string;
  readonly why: WhyMissed;
  /** What the sentences hold beside the room. */
  readonly values: Readonly<Record<string, string | number>>;
}

export interface WelcomeRooms {
  /**
   * Joins or invites the new account to every configured room and space; repeatable. Resolves with the rooms that it could not be
   * brought into; they keep nobody out of the others. Throws `Fault` if the homeserver cannot be asked.
   */
  admit(userId: UserId, signal: AbortSignal): Promise<readonly MissedRoom[]>;
}
