import type { Localpart } from '../../kernel/matrix-id.ts';
import type { AccountState } from './account.ts';

/** The users at the homeserver that have the names of accounts here. */
export interface UserStates {
  /**
   * Brings the user of this name in line with its account: unlocked while it is active, locked while it is suspended, deactivated once it
   * is closed. Repeatable. `none`: no person of this name is there, or no more. Throws `Fault`.
   */
  follow(localpart: Localpart, state: AccountState, signal: AbortSignal): Promise<'done' | 'none'>;
  /** Gives it this display name; undefined: none. `none` as above. Throws `Fault`. */
  setName(localpart: Localpart, displayName: string | undefined, signal: AbortSignal): Promise<'done' | 'none'>;
}
