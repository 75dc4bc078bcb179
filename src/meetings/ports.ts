import type { Claims } from './rules/claims.ts';

/** Signs tokens with a key that was loaded before. */
export interface TokenSigner {
  /**
   * The compact JWS of these claims, `typ` in its header. HS256 answers at once, other algorithms with a promise: a TCP
   * client's answers go out in one write where nothing has to be waited for (measured, docs/performance.md B7).
   */
  sign(claims: Claims): string | Promise<string>;
}

/** The public half of a signing key, for whoever checks tokens. */
export interface PublicKey {
  readonly kid: string;
  /** RFC 7517, with `kid`, `alg` and `use`, without private parts. */
  readonly jwk: Readonly<Record<string, unknown>>;
  /** SubjectPublicKeyInfo. */
  readonly pem: string;
}

/** One line of the record; never the token. Times in epoch milliseconds. */
export interface RecordEntry {
  readonly jti: string;
  readonly at: number;
  readonly caller: string;
  readonly room: string;
  readonly name: string;
  readonly moderator: boolean;
  readonly until: number;
}

export interface MeetingRecord {
  /** Keeps all of them in one commit. */
  add(entries: readonly RecordEntry[]): Promise<void>;
  /** Newest first. */
  list(options: { readonly limit: number }): Promise<readonly RecordEntry[]>;
}

/** A guest's link. Times in epoch milliseconds. */
export interface Invitation {
  /** UUIDv7. */
  readonly id: string;
  readonly createdAt: number;
  /** Who made it: `command`, `http game`. */
  readonly by: string;
  readonly room: string;
  /** Undefined when the guest types it. */
  readonly name: string | undefined;
  readonly moderator: boolean;
  readonly until: number;
  /** How often it may be used; undefined when there is no limit. */
  readonly uses: number | undefined;
  readonly used: number;
  readonly revokedAt: number | undefined;
}

export type InvitationUse = 'taken' | 'used-up' | 'revoked' | 'unknown';

export interface InvitationStore {
  /** @param linkHash of the link's secret, the only trace of it that is kept */
  add(invitation: Invitation, linkHash: string): Promise<void>;
  byLink(linkHash: string): Promise<Invitation | undefined>;
  /** Newest first. */
  list(limit: number): Promise<readonly Invitation[]>;
  /** Checks and counts one use in one transaction, so that two guests never share the last one. */
  takeUse(id: string): Promise<InvitationUse>;
  /** Gives a use back that let nobody in. */
  giveBackUse(id: string): Promise<void>;
  /**
   * @param by only if this caller made it
   * @returns false when there is no such invitation; revoking twice is fine
   */
  revoke(id: string, at: number, by?: string): Promise<boolean>;
}

/** Secrets of guests' links: computed from Porter's key, never kept. */
export interface InvitationLinks {
  token(invitationId: string): string;
  hash(token: string): string;
}
