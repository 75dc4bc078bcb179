import type { EmailAddress } from '../../kernel/email-address.ts';
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
  /**
   * Gives it these mail addresses and takes the others from it; what else it has stays. An address that another user has there stays with
   * that user. `none` as above. Throws `Fault`.
   */
  setAddresses(
    localpart: Localpart,
    mails: { readonly has: readonly EmailAddress[]; readonly hasNot: readonly EmailAddress[] },
    signal: AbortSignal,
  ): Promise<'done' | 'none'>;
}
