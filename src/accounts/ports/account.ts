import type { EmailAddress } from '../../kernel/email-address.ts';
import type { Localpart } from '../../kernel/matrix-id.ts';

/** `suspended` can be taken back; `closed` is the end, and only the name stays, so that nobody else ever gets it. */
export const accountStates = ['active', 'suspended', 'closed'] as const;
export type AccountState = (typeof accountStates)[number];

/**
 * An address by which a person may be found and may log in (Matrix specification, appendices 3PID). Mail: comparable form, all lower
 * case. Phone number: 5 to 15 digits with the country code, no `+`.
 */
export type ThirdPartyId =
  | { readonly medium: 'email'; readonly address: EmailAddress }
  | { readonly medium: 'msisdn'; readonly address: string };

/** What the person agreed to. */
export interface Consents {
  /** Searching for the name finds the account. */
  readonly findableByName: boolean;
  /** Asking for one of its addresses finds the account. */
  readonly findableByAddress: boolean;
}

/** An account that Porter keeps. Times in epoch milliseconds. */
export interface Account extends Consents {
  readonly localpart: Localpart;
  /** Undefined: none was given, or the account is closed. */
  readonly displayName: string | undefined;
  readonly state: AccountState;
  readonly createdAt: number;
  /** When its password was last right, to the hour. */
  readonly lastSeenAt: number | undefined;
}

/** An account with its addresses. */
export interface Profile extends Account {
  readonly addresses: readonly ThirdPartyId[];
}
