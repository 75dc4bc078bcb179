import type { UserId } from '../../kernel/matrix-id.ts';

/** The sessions of people at the homeserver, each of them a device. */
export interface Sessions {
  /**
   * Ends all sessions of a user but one. Resolves with how many ended; 0 also where there is no such user. Repeatable. Throws `Fault`.
   *
   * @param keep id of the device that stays logged in
   */
  endOthers(userId: UserId, keep: string, signal: AbortSignal): Promise<number>;
}
