import type { UserId } from '../../kernel/matrix-id.ts';

export interface WelcomeRooms {
  /** Joins or invites the new account to every configured room and space; repeatable. */
  admit(userId: UserId, signal: AbortSignal): Promise<void>;
}
