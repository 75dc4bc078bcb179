import type { Generated } from 'kysely';

export interface ApplicationRow {
  readonly id: string;
  readonly short_id: number;
  readonly version: number;
  readonly stage: string;
  readonly entry: number;
  readonly round: number;
  readonly created_at: number;
  readonly since: number;
  readonly localpart: string;
  readonly address_hash: string;
  /** Of the address that was applied with, whatever it was corrected to. */
  readonly email_domain: string;
  /** From when on the team has it, and the mail domain of the proved address. Null until it is proved, 0 if it never gets there; kept for the caps. */
  readonly team_at: number | null;
  readonly team_domain: string | null;
  readonly document: string;
}

/** Promises by its key that a name, and a canonical address, has at most one open application. */
export interface ClaimRow {
  readonly kind: 'name' | 'address';
  readonly value: string;
  readonly application_id: string;
}

export interface ProofRow {
  readonly application_id: string;
  /** JSON: [{ issue, at }]. */
  readonly codes: string;
  readonly next_issue: number;
  readonly wrong: number;
  /** JSON: [at]. */
  readonly asked: string;
  readonly mail: string;
}

export interface ChosenPasswordRow {
  readonly application_id: string;
  readonly hash: string;
}

export interface LinkRow {
  readonly hash: string;
  readonly application_id: string;
  readonly purpose: string;
  readonly issue: number;
  readonly valid_until: number;
  readonly used_at: number | null;
  readonly void: number;
}

/** One row per queued letter that asks for a proof, used for rate caps; kept after the application is deleted. */
export interface LetterRow {
  readonly seq: Generated<number>;
  readonly address_hash: string;
  readonly at: number;
}

/** One row per corrected address, used for the cap of its new domain; kept after the application is deleted. */
export interface CorrectionRow {
  readonly seq: Generated<number>;
  readonly email_domain: string;
  readonly at: number;
}

export interface ReactionRow {
  readonly event_id: string;
  readonly room_id: string;
  /** '' while only the redaction is known. */
  readonly target: string;
  readonly sender: string;
  readonly key: string;
  /** When it was sent, or taken back while only the redaction is known. */
  readonly at: number;
  readonly redacted_at: number | null;
}

export interface PostedRow {
  readonly seq: Generated<number>;
  readonly event_id: string;
  readonly room_id: string;
  readonly application_id: string | null;
  readonly kind: string;
  readonly round: number;
  readonly job_id: string;
  readonly version: number;
  readonly at: number;
  readonly fingerprint: string | null;
  /** Since when a live notice is known to be gone from the room; null while it is there, and for anything else. */
  readonly removed_at: number | null;
}
