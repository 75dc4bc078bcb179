import type { Generated } from 'kysely';

/**
 * Every table. Columns are text or integers only, so that every dialect returns exactly what was stored. Times are epoch
 * milliseconds, flags are 0 or 1, documents are JSON text with a version `v`.
 */
export interface Tables {
  readonly applications: ApplicationRow;
  readonly claims: ClaimRow;
  readonly proofs: ProofRow;
  readonly chosen_passwords: ChosenPasswordRow;
  readonly links: LinkRow;
  readonly letters: LetterRow;
  readonly corrections: CorrectionRow;
  readonly audit: AuditRow;
  readonly reactions: ReactionRow;
  readonly posted_events: PostedRow;
  readonly memory: MemoryRow;
  readonly counters: CounterRow;
  readonly jobs: JobRow;
  readonly inbox: InboxRow;
  readonly issued_tokens: IssuedTokenRow;
  readonly invitations: InvitationRow;
  readonly request_keys: RequestKeyRow;
  readonly said: SaidRow;
  readonly folded: FoldedRow;
  readonly shown_messages: ShownMessageRow;
  readonly told_in_digests: ToldInDigestsRow;
  readonly remarks: RemarkRow;
  readonly announced_messages: AnnouncedMessageRow;
  readonly accounts: AccountRow;
  readonly credentials: CredentialRow;
  readonly third_party_ids: ThirdPartyIdRow;
  readonly password_links: PasswordLinkRow;
  readonly address_changes: AddressChangeRow;
  readonly sign_in_sessions: SignInSessionRow;
}

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

export interface AuditRow {
  readonly seq: Generated<number>;
  /** What kind of thing `subject` is the id of, e.g. `application`. */
  readonly subject_kind: string;
  readonly subject: string;
  readonly at: number;
  readonly by: string;
  readonly what: string;
  /** Id of the event that ordered it. */
  readonly cause: string | null;
  /** JSON: the data of this kind of event. */
  readonly document: string;
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

export interface MemoryRow {
  readonly name: string;
  readonly value: string;
}

export interface CounterRow {
  readonly name: string;
  readonly value: number;
}

export interface JobRow {
  /** Order of arrival. */
  readonly seq: Generated<number>;
  readonly id: string;
  /** What is unique: the key; of a job whose key is unique among waiting ones only, its id once it was leased. */
  readonly slot: string;
  readonly key: string;
  readonly kind: string;
  /** `<rank of the lane> <destination>`: order is kept within one queue. */
  readonly queue: string;
  /** Place and rank repeat what the queue says, for the indexes. */
  readonly place: string;
  readonly rank: number;
  /**
   * As `JobState`, and two kinds of waiting that a lease does not find: `behind`, for its turn in a queue that is busy, and
   * `elsewhere`, for another place than its own.
   */
  readonly state: string;
  /** The other place that a job in the state `elsewhere` waits for; says nothing in any other state. */
  readonly waits_for: string | null;
  readonly due_at: number;
  readonly expires_at: number;
  readonly created_at: number;
  readonly done_at: number | null;
  readonly attempt: Generated<number>;
  readonly failures: Generated<number>;
  readonly leased_at: number | null;
  readonly lease_until: number | null;
  readonly first_tried_at: number | null;
  readonly once: number;
  readonly payload: string;
  readonly frozen: string | null;
  readonly code: string | null;
  /** JSON: what the service said that took it; outlives the payload. */
  readonly receipt: string | null;
}

export interface InboxRow {
  readonly seq: Generated<number>;
  readonly source: string;
  readonly key: string;
  readonly body: string;
  readonly state: string;
  readonly at: number;
  readonly handled_at: number | null;
  readonly code: string | null;
}

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

/** One row per request that its sender gave a name, for 24 hours. */
export interface RequestKeyRow {
  /** Sender and key, with a blank between. */
  readonly name: string;
  readonly digest: string;
  /** JSON: ids of its notifications. */
  readonly ids: string;
  readonly at: number;
}

/** One row per time in which notifications that say the same are counted; in the order in which these times began. */
export interface SaidRow {
  readonly seq: number;
  /** Digest of what is said and to whom. */
  readonly name: string;
  /** When the time is over. */
  readonly until: number;
  /** When the row says nothing any more. */
  readonly forgotten: number;
  /** Id of the first. */
  readonly first: string;
  /** Which time this is for that notification, from 0. */
  readonly round: number;
}

/** One row per name and time in which something is folded: notifications that say the same, or those of one stream in one minute. */
export interface FoldedRow {
  readonly name: string;
  /** When the time is over. */
  readonly until: number;
  /** How many came, the first included. */
  readonly count: number;
  /** Id of the first. */
  readonly first: string;
  /** JSON: titles of those that were folded, as far as they are shown. */
  readonly titles: string;
  /** 1 once it was read in order to be told. */
  readonly told: number;
}

/** One row per incident and address, while something of it goes on. */
export interface ShownMessageRow {
  /** Digest of both. */
  readonly name: string;
  /** JSON, oldest first: of each message the service's own id, when it was posted, and the pieces that go on, as it says. */
  readonly messages: string;
  /** When the newest was posted. */
  readonly at: number;
}

/** One row per collection whose digests told of something that goes on. */
export interface ToldInDigestsRow {
  /** The collection. */
  readonly name: string;
  /** JSON, oldest first: a hash of each beginning that was told and whose end was not. */
  readonly open: string;
  /** When a digest changed it. */
  readonly at: number;
}

/** One row per message that told on a channel of what a part announced. */
export interface AnnouncedMessageRow {
  /** Digest of channel, address and the service's own id. */
  readonly name: string;
  /** The part that announced it, and its id for it. */
  readonly origin: string;
  readonly id: string;
  readonly at: number;
}

/** One row per remark that somebody made on a channel and Porter showed in a room. */
export interface RemarkRow {
  readonly event_id: string;
  readonly room_id: string;
  readonly channel: string;
  /** Where replies to it go. */
  readonly address: string;
  readonly at: number;
}

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

export interface SignInSessionRow {
  readonly id: string;
  readonly secret_hash: string;
  readonly localpart: string;
  readonly began_at: number;
  readonly password_set_at: number;
  readonly used_at: number;
  readonly agent: string;
}
