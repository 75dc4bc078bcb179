import type { Claims } from './rules/claims.ts';

/** Signs tokens with a key that is already loaded. */
export interface TokenSigner {
  /**
   * Returns the compact JWS of these claims, with `typ` in its header. HS256 returns it at once, other algorithms return a
   * promise: without waiting, all responses to a TCP client go out in one write (measured, docs/performance.md B7).
   */
  sign(claims: Claims): string | Promise<string>;
}

/** The public half of a signing key, for programs that check tokens. */
export interface PublicKey {
  readonly kid: string;
  /** A JWK (RFC 7517) with `kid`, `alg` and `use`, without private parts. */
  readonly jwk: Readonly<Record<string, unknown>>;
  /** SubjectPublicKeyInfo in PEM. */
  readonly pem: string;
}

/** What the record of issued tokens holds about one token, never the token itself. Times in epoch milliseconds. */
export interface RecordedToken {
  readonly jti: string;
  readonly at: number;
  readonly caller: string;
  readonly room: string;
  readonly name: string;
  readonly moderator: boolean;
  readonly until: number;
}

/** The record of issued tokens. */
export interface MeetingRecord {
  /** Adds all of them in one commit. */
  add(tokens: readonly RecordedToken[]): Promise<void>;
  /** Newest first. */
  list(options: { readonly limit: number }): Promise<readonly RecordedToken[]>;
}

/** A guest's link. Times in epoch milliseconds. */
export interface Invitation {
  /** UUIDv7. */
  readonly id: string;
  readonly createdAt: number;
  /** Name of the caller who made it: `command`, `http game`. */
  readonly by: string;
  readonly room: string;
  /** Name of the guest; undefined when the guest types it. */
  readonly name: string | undefined;
  readonly moderator: boolean;
  readonly until: number;
  /** How often it may be used; undefined means without limit. */
  readonly uses: number | undefined;
  readonly used: number;
  readonly revokedAt: number | undefined;
}

export type InvitationUse = 'taken' | 'used-up' | 'revoked' | 'unknown';

export interface InvitationStore {
  /** @param linkHash hash of the link's token, the only trace of it that is stored */
  add(invitation: Invitation, linkHash: string): Promise<void>;
  byLink(linkHash: string): Promise<Invitation | undefined>;
  /** Newest first. */
  list(limit: number): Promise<readonly Invitation[]>;
  /** Checks and counts one use in one commit, so that two guests never share the last one. */
  takeUse(id: string): Promise<InvitationUse>;
  /** Gives back a use that was taken but let nobody in. */
  giveBackUse(id: string): Promise<void>;
  /**
   * @param by revokes it only if this caller made it
   * @returns false when there is no such invitation; true also when it was revoked before
   */
  revoke(id: string, at: number, by?: string): Promise<boolean>;
}

/** The tokens of guests' links: computed from Porter's key, never stored. */
export interface InvitationLinks {
  token(invitationId: string): string;
  hash(token: string): string;
}
