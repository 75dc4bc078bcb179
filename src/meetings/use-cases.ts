import type { Outcome } from '../kernel/outcome.ts';
import type { Invitation, RecordedToken } from './ports.ts';
import type { Caller } from './settings.ts';

export interface IssuedToken {
  readonly token: string;
  readonly room: string;
  /** `OK`, or what was cut. */
  readonly message: string;
  /** Epoch seconds, the same as the claim `exp`. */
  readonly expiresAt: number;
}

/** `request`: the fields are wrong. `policy`: this caller may not have the token. `detail` is the sentence for the caller. */
export type TokenOutcome = Outcome<IssuedToken, 'request' | 'policy', string>;

/**
 * Issues one token for one request in the fields of the old token server (chat_admin_server's README): `cmd`, `displayName`,
 * `email`, `avatar`, `channel`, `moderator`, `validFor`, `validUntil`. Other fields are ignored.
 *
 * @returns without a promise when the signature is ready at once
 */
export type IssueToken = (
  fields: Readonly<Record<string, unknown>>,
  caller: Caller,
) => TokenOutcome | Promise<TokenOutcome>;

/**
 * Makes the address that lets a person in: `<url>/<room>?jwt=<token>`; for the room `*` it is the page where people pick a room.
 */
export type JoinUrl = (issued: IssuedToken) => string;

/** What an invitation's page shows. */
export interface InvitationView {
  readonly room: string;
  readonly name: string | undefined;
  readonly moderator: boolean;
  /** Epoch milliseconds. */
  readonly until: number;
  /** Origin that joining leads to, e.g. `https://meet.example.org`. */
  readonly leadsTo: string;
}

/** `refused`: the configuration no longer grants what the invitation was made for. */
export type InvitationRefusal = 'unknown' | 'used-up' | 'ended' | 'revoked' | 'refused';

/** What the site may call. */
export interface GuestUseCases {
  /** Reads only and changes nothing, because link previews and mail scanners open links too. */
  peekInvitation(token: string): Promise<Outcome<InvitationView, InvitationRefusal>>;
  /**
   * Counts a use and issues the token.
   *
   * @param name what the guest typed; ignored when the invitation names the guest
   * @returns the address to go to; refuses with `name` when the typed name has no visible character
   */
  joinMeeting(token: string, name: string): Promise<Outcome<{ readonly url: string }, InvitationRefusal | 'name'>>;
}

export interface InvitationOrder {
  readonly room: unknown;
  readonly name?: unknown;
  readonly moderator?: unknown;
  /** Epoch seconds. */
  readonly validUntil: unknown;
  /** Without it there is no limit. */
  readonly uses?: unknown;
}

export interface MadeInvitation {
  readonly id: string;
  readonly url: string;
  /** Epoch seconds. */
  readonly validUntil: number;
}

/** What programs and the operator may do with invitations. `detail` is the sentence for them. */
export interface InviteUseCases {
  invite(order: InvitationOrder, caller: Caller): Promise<Outcome<MadeInvitation, 'request' | 'policy', string>>;
  /**
   * A program can revoke only its own invitations and learns nothing about others.
   *
   * @returns false when there is none for this caller
   */
  revokeInvitation(id: string, caller: Caller): Promise<boolean>;
  listInvitations(limit: number): Promise<readonly Invitation[]>;
}

export type ListRecord = (options: { readonly limit: number }) => Promise<readonly RecordedToken[]>;
