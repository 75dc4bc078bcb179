import type { Outcome } from '../kernel/outcome.ts';
import type { Invitation, RecordEntry } from './ports.ts';
import type { Caller } from './settings.ts';

export interface IssuedToken {
  readonly token: string;
  readonly room: string;
  /** `OK`, or what was cut. */
  readonly message: string;
  /** Epoch seconds, as in the claim. */
  readonly expiresAt: number;
}

/** `request`: it does not follow the protocol; `policy`: this caller may not have it. `detail` is the sentence for the caller. */
export type TokenOutcome = Outcome<IssuedToken, 'request' | 'policy', string>;

/**
 * Makes one token for a request in the fields of the old token server (chat_admin_server's README): `cmd`, `displayName`, `email`,
 * `avatar`, `channel`, `moderator`, `validFor`, `validUntil`. Others are ignored.
 *
 * @returns at once where the signature needs no waiting
 */
export type IssueToken = (
  fields: Readonly<Record<string, unknown>>,
  caller: Caller,
) => TokenOutcome | Promise<TokenOutcome>;

/** Makes the address that lets a person in: `<url>/<room>?jwt=<token>`; for `*` the page where people choose a room. */
export type JoinUrl = (issued: IssuedToken) => string;

/** What the page of an invitation shows. */
export interface InvitationView {
  readonly room: string;
  readonly name: string | undefined;
  readonly moderator: boolean;
  /** Epoch milliseconds. */
  readonly until: number;
  /** Origin of the address that joining leads to, e.g. `https://meet.example.org`. */
  readonly leadsTo: string;
}

export type InvitationRefusal = 'unknown' | 'used-up' | 'ended' | 'revoked';

/** What the site may ask. */
export interface GuestUseCases {
  /** Changes nothing: previews and scanners open links. */
  peekInvitation(token: string): Promise<Outcome<InvitationView, InvitationRefusal>>;
  /**
   * Counts a use and makes the token.
   *
   * @param name what the guest typed; ignored where the invitation names somebody
   * @returns the address to go to, or `name`: nothing that can be shown was typed
   */
  joinMeeting(token: string, name: string): Promise<Outcome<{ readonly url: string }, InvitationRefusal | 'name'>>;
}

export interface InvitationOrder {
  readonly room: unknown;
  readonly name?: unknown;
  readonly moderator?: unknown;
  /** Epoch seconds. */
  readonly validUntil: unknown;
  /** Left out when it may be used any number of times. */
  readonly uses?: unknown;
}

export interface MadeInvitation {
  readonly id: string;
  readonly url: string;
  /** Epoch seconds. */
  readonly validUntil: number;
}

/** What programs and the operator may ask about invitations. `detail` is the sentence for them. */
export interface InviteUseCases {
  invite(order: InvitationOrder, caller: Caller): Promise<Outcome<MadeInvitation, 'request' | 'policy', string>>;
  /** A program can revoke only its own invitations. @returns false for any other id, whether or not there is such an invitation */
  revokeInvitation(id: string, caller: Caller): Promise<boolean>;
  listInvitations(limit: number): Promise<readonly Invitation[]>;
}

export type ListRecord = (options: { readonly limit: number }) => Promise<readonly RecordEntry[]>;
