import type { Generated } from 'kysely';

/** One row per issued token; the token itself is never kept. */
export interface IssuedTokenRow {
  readonly seq: Generated<number>;
  readonly jti: string;
  readonly at: number;
  readonly caller: string;
  readonly room: string;
  readonly name: string;
  readonly moderator: number;
  readonly until: number;
}

export interface InvitationRow {
  readonly id: string;
  readonly link_hash: string;
  readonly created_at: number;
  readonly by: string;
  readonly room: string;
  readonly name: string | null;
  readonly moderator: number;
  readonly until: number;
  /** Null when it may be used any number of times. */
  readonly uses: number | null;
  readonly used: number;
  readonly revoked_at: number | null;
}
