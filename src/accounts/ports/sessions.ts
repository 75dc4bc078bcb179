import type { UserId } from '../../kernel/matrix-id.ts';

/** The sessions of people at the homeserver, each of them a device. */
export interface Sessions {
  /**
   * Ends the sessions of a user, all but one. Resolves with how many ended; 0 also where there is no such user. Repeatable. Throws `Fault`.
   *
   * @param keep id of the device that stays logged in; undefined: none does
   */
  endOthers(userId: UserId, keep: string | undefined, signal: AbortSignal): Promise<number>;
}
