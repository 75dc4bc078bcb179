import type { Generated } from 'kysely';

/** One row per account that Porter keeps, closed ones included. */
export interface AccountRow {
  readonly seq: Generated<number>;
  readonly localpart: string;
  readonly display_name: string | null;
  /** See `accounts/rules/comparable-names.ts`; the display name's is empty where there is none. */
  readonly comparable_name: string;
  readonly comparable_localpart: string;
  readonly state: string;
  /** May be found by name, by address. */
  readonly by_name: number;
  readonly by_address: number;
  readonly created_at: number;
  readonly seen_at: number | null;
  /** Of the application that it was made for, if any. */
  readonly application_id: string | null;
}

/** One row per account that has a password. */
export interface CredentialRow {
  readonly localpart: string;
  /** See `Passwords`; never the password. */
  readonly hash: string;
  readonly set_at: number;
}

/** One row per link that sets a password, also of such as somebody asked for with an address that no account has. */
export interface PasswordLinkRow {
  readonly id: string;
  readonly localpart: string | null;
  readonly purpose: string;
  readonly address_hash: string | null;
  readonly language: string;
  readonly asked_at: number;
  /** Of the token; null until its letter is sent. */
  readonly hash: string | null;
  readonly valid_until: number | null;
  readonly used_at: number | null;
}

export interface AddressChangeRow {
  readonly id: string;
  readonly localpart: string;
  readonly address: string;
  readonly address_hash: string;
  readonly replaces: string | null;
  readonly language: string;
  readonly asked_at: number;
  /** 1: its letter counts against the address. */
  readonly letter: number;
  /** Of the token; null until its letter is sent. */
  readonly hash: string | null;
  readonly valid_until: number | null;
  readonly ended_as: string | null;
  readonly ended_at: number | null;
}

export interface ThirdPartyIdRow {
  readonly medium: string;
  readonly address: string;
  readonly localpart: string;
}
