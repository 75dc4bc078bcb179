import type { EmailAddress } from '../kernel/email-address.ts';
import type { EventId, Localpart, RoomId, UserId } from '../kernel/matrix-id.ts';
import type { NewJob } from '../outbox/job.ts';
import type { Application, Stage } from './application.ts';

/** One row a thing that happened; written in the transaction of what it records. Never holds a secret. */
export interface AuditEntry {
  readonly applicationId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** `applicant`, `porter`, a user ID, or `cli:<system user>`. */
  readonly by: string;
  /** The command or event, e.g. `proved`, `votes-are`, `account-made`, `undo`. */
  readonly what: string;
  /** Short text for people, e.g. the stage before and after. */
  readonly detail: string;
}

export type LinkPurpose = 'check' | 'prove' | 'status' | 'welcome';

/** Of a link's secret only a hash is kept. */
export interface NewLink {
  /** SHA-256 of the token, hex. */
  readonly hash: string;
  readonly applicationId: string;
  readonly purpose: LinkPurpose;
  readonly issue: number;
  /** Epoch milliseconds. */
  readonly validUntil: number;
}

/** What one move writes, in one transaction or not at all. */
export interface Change {
  readonly next: Application;
  readonly jobs: readonly NewJob[];
  readonly record: AuditEntry;
  /** Links to keep with it (see `keepLink`). */
  readonly links?: readonly NewLink[];
  /** Hash of the single-use link that this move spends; `link-used` when it was spent already. */
  readonly spends?: string;
  /** Every link of these purposes ends with this move. */
  readonly voids?: readonly LinkPurpose[];
  /** Changes to the proof row of the application (see `Proof`). */
  readonly proof?: Partial<Omit<Proof, 'applicationId'>>;
}

export type SaveResult = 'saved' | 'stale' | 'name-claimed' | 'address-claimed' | 'link-used';

/** How the proof of the address stands: counts that are promises, kept as a row. */
export interface Proof {
  readonly applicationId: string;
  /** The last three codes that were mailed, oldest first; a code itself is derived from its issue number. */
  readonly codes: readonly { readonly issue: number; readonly at: number }[];
  /** Issue number of the next code; never goes back. */
  readonly nextIssue: number;
  /** Wrong entries over all codes, browsers and addresses. */
  readonly wrong: number;
  /** When letters were asked for, oldest first, at most the last ten: epoch milliseconds. */
  readonly asked: readonly number[];
  /** What became of the newest letter. `refused`: the mail server will never take it. */
  readonly mail: 'waiting' | 'sent' | 'refused';
}

export interface ApplicationStore {
  find(id: string): Promise<Application | undefined>;
  findByShortId(shortId: number): Promise<Application | undefined>;

  /**
   * Applications in the given stages (all when empty), newest first, at most `limit`, older than `before` (a short ID) if given.
   */
  list(stages: readonly Stage[], limit: number, before?: number): Promise<readonly Application[]>;

  /** Everything that holds a new name or address: is one taken right now? Holds older than their end do not count. */
  nameHeld(localpart: Localpart, now: number, except?: string): Promise<boolean>;
  /** The open application that has proved this address, if any. */
  findByAddress(addressHash: string): Promise<Application | undefined>;

  /** For the caps. `since` is epoch milliseconds; counts every application made since, whatever became of it. */
  counts(
    since: number,
    domain: string,
  ): Promise<{ readonly made: number; readonly ofDomain: number; readonly open: number }>;
  /** When the caps of `counts` let somebody in again: creation time of the oldest application (of the domain, if given) since `since`. */
  oldestSince(since: number, domain?: string): Promise<number | undefined>;

  /** The next short ID; given out once, gaps are possible. */
  nextShortId(): Promise<number>;

  /**
   * Writes a new application (version 1), its proof row (nextIssue 1, nothing asked), its jobs, links and the audit row in one
   * transaction. The name is held until `holdUntil`; `name-claimed` when another application holds or claims it.
   */
  create(change: Change, holdUntil: number): Promise<'saved' | 'name-claimed'>;

  /**
   * Writes the application and all that belongs to the change in one transaction, or nothing of it.
   *
   * `stale` when the stored version is no longer `next.version - 1`. Claims follow from the stage (`claiming`): name and address
   * are claimed on entry (`name-claimed`, `address-claimed` when somebody else has them) and freed when a stage does not claim.
   */
  save(change: Change): Promise<SaveResult>;

  findProof(applicationId: string): Promise<Proof | undefined>;

  /**
   * Runs `change` on the proof row under the write lock and keeps what it returns together with `jobs` and `links`; the
   * second of two writers sees the first one's row. `undefined` leaves everything as it is.
   */
  changeProof<Answer>(
    applicationId: string,
    change: (proof: Proof) => {
      readonly answer: Answer;
      readonly proof?: Proof;
      readonly jobs?: readonly NewJob[];
      readonly record?: AuditEntry;
      /** Set when the address is corrected: written into the application (its version counts up) if it is still `submitted`. */
      readonly email?: { readonly email: EmailAddress; readonly addressHash: string };
      readonly voids?: readonly LinkPurpose[];
    },
  ): Promise<Answer | undefined>;

  /**
   * Letters of the lane `codes`, which strangers can cause, to this address over all applications since `since`, oldest first: epoch
   * milliseconds. Survives restarts (hardening S8).
   */
  lettersTo(addressHash: string, since: number): Promise<readonly number[]>;

  /**
   * Adding a hash again makes it good until the later of both times, as the letter that is written later promises; a link
   * that is used or void stays as it is.
   */
  keepLink(link: NewLink): Promise<void>;
  findLink(
    hash: string,
  ): Promise<(NewLink & { readonly usedAt: number | undefined; readonly void: boolean }) | undefined>;

  audit(applicationId: string): Promise<readonly AuditEntry[]>;
  addAudit(entry: AuditEntry): Promise<void>;
}

/** A reaction in the team room as far as votes are concerned. */
export interface ReactionRow {
  readonly eventId: EventId;
  readonly roomId: RoomId;
  /** The event reacted to. */
  readonly target: EventId;
  readonly sender: UserId;
  /** As sent, cut to 100 characters. */
  readonly key: string;
}

export type PostedKind = 'notice' | 'mark' | 'edit' | 'thread' | 'practice' | 'reply';

/** Every event that Porter posts is a row. */
export interface PostedEvent {
  readonly eventId: EventId;
  readonly roomId: RoomId;
  /** Undefined for what concerns no application, e.g. the practice notice. */
  readonly applicationId: string | undefined;
  readonly kind: PostedKind;
  readonly round: number;
  /** Job that posted it: adding it again changes nothing. */
  readonly jobId: string;
  /** Which version of the application it shows. */
  readonly version: number;
  readonly at: number;
}

export interface VoteStore {
  /** Keeps a reaction; a no-op when it is known, also as redacted (a redaction may arrive first). */
  keepReaction(row: ReactionRow, at: number): Promise<void>;
  /** Marks it taken back, known or not yet. Answers the row when it was live. */
  redact(eventId: EventId, roomId: RoomId, at: number): Promise<ReactionRow | undefined>;
  /** Live reactions on this event. */
  liveReactions(target: EventId): Promise<readonly ReactionRow[]>;
  /** Makes the kept set equal to what the room says about `target` now; `live` is the full list. */
  replaceReactions(target: EventId, roomId: RoomId, live: readonly ReactionRow[], at: number): Promise<void>;
  keepPosted(event: PostedEvent): Promise<void>;
  findPosted(eventId: EventId): Promise<PostedEvent | undefined>;
  /** The live notice: the newest `notice` of that round in that room. */
  findNotice(applicationId: string, round: number): Promise<PostedEvent | undefined>;
  /** Newest version that an edit or the notice itself shows, and when it was sent. */
  lastShown(
    applicationId: string,
    round: number,
  ): Promise<{ readonly version: number; readonly at: number } | undefined>;
}

/** Small facts that must outlive a restart, e.g. "the practice notice was posted in room X". */
export interface MemoryStore {
  recall(name: string): Promise<string | undefined>;
  remember(name: string, value: string): Promise<void>;
}

/** Who may vote, and what is known of the room. Throws `Fault` when the homeserver cannot be asked. */
export interface TeamRoom {
  /** The room that the configuration names, once it is known and joined; undefined until then. */
  current(): RoomId | undefined;
  /** Who may vote at this moment: joined and local, from the configured power level on, or listed by ID. One question to the homeserver. */
  voters(): Promise<ReadonlySet<UserId>>;
  /** Live reactions on one event, as the room has them now (`/relations`). */
  reactionsOn(target: EventId): Promise<readonly ReactionRow[]>;
  /** Name shown for a member, or the user ID. */
  displayNameOf(user: UserId): Promise<string>;
  /** Encrypted: reactions are readable, replies and commands are not. */
  encrypted(): Promise<boolean>;
  /** Why decisions are stopped (room public, Porter removed …), or undefined. Asked before a vote counts. */
  stopped(): Promise<string | undefined>;
}

export type MatrixContent = { readonly [key: string]: unknown };

export interface RoomPoster {
  /**
   * Sends one event exactly once per `jobId`: transaction ID, our device, `dev.porter.id`; looked up in the room first when the
   * outcome is older than the homeserver's memory. A repeated reaction (`M_DUPLICATE_ANNOTATION`) answers undefined: done.
   *
   * @param firstTriedAt of the job, epoch milliseconds
   */
  send(
    send: {
      readonly roomId: RoomId;
      readonly type: 'm.room.message' | 'm.reaction';
      readonly content: MatrixContent;
      readonly jobId: string;
      readonly firstTriedAt: number | undefined;
    },
    signal: AbortSignal,
  ): Promise<EventId | undefined>;
}

/** Accounts of the homeserver. No answer that is an error is ever taken to mean that no account exists. */
export interface AccountProvisioner {
  /** `unknown` while the homeserver cannot be asked. `refused`: the homeserver will not have such a name. */
  isFree(localpart: Localpart, signal?: AbortSignal): Promise<'free' | 'taken' | 'refused' | 'unknown'>;
  /** Does an account have this address (compared in lower case)? Throws `Fault` when it cannot be asked. */
  addressInUse(email: EmailAddress, signal?: AbortSignal): Promise<boolean>;
  /**
   * Makes the account for this application exactly once, recognises an earlier attempt by its marker, never touches an
   * existing one. `taken`: somebody else has the name (also deactivated, erased, reserved).
   */
  createFor(
    application: { readonly id: string; readonly localpart: Localpart },
    signal: AbortSignal,
  ): Promise<{ readonly kind: 'created' | 'ours'; readonly userId: UserId } | { readonly kind: 'taken' }>;
  /**
   * The account that an earlier `createFor` of this application made, if any. Without it such an account may stay unlocked,
   * though without a password, when the decision is taken back in mid-creation.
   */
  findFor?(applicationId: string, signal: AbortSignal): Promise<UserId | undefined>;
  /** Sets display name and mail; repeatable. `address-taken`: the address belongs to another account now, name is set all the same. */
  bind(
    userId: UserId,
    profile: { readonly displayName: string; readonly email: EmailAddress },
    signal: AbortSignal,
  ): Promise<'bound' | 'address-taken'>;
  lock(userId: UserId, signal: AbortSignal): Promise<void>;
  unlock(userId: UserId, signal: AbortSignal): Promise<void>;
  /** Deactivates; the name stays taken for ever. */
  close(userId: UserId, signal: AbortSignal): Promise<void>;
  /** Only on an account of ours for this application. Keeps devices logged in. */
  setPassword(userId: UserId, applicationId: string, password: string, signal?: AbortSignal): Promise<void>;
}

export interface WelcomeRooms {
  /** Joins or invites the new account to every configured room and space; repeatable. */
  admit(userId: UserId, signal: AbortSignal): Promise<void>;
}

export interface Mailer {
  /** Sends one mail to one person. `Message-ID` and `Date` come from the job, so a repeat is recognisable. */
  send(
    mail: {
      readonly to: EmailAddress;
      readonly subject: string;
      readonly text: string;
      readonly html: string;
      readonly jobId: string;
      /** Epoch milliseconds: the job's. */
      readonly date: number;
    },
    signal: AbortSignal,
  ): Promise<void>;
}

/** What is derived by HMAC and never kept (docs/decisions). */
export interface Derivations {
  /** A link's secret, 128 bits as 22 characters of base64url. The same arguments give the same token until a restore raises the epoch. */
  linkToken(purpose: LinkPurpose, applicationId: string, issue: number): string;
  /** SHA-256 of a token, hex; what is kept and searched. */
  linkHash(token: string): string;
  /** Eight decimal digits. */
  code(applicationId: string, issue: number): string;
  /** Keyed hash of the canonical address, hex. */
  addressHash(email: EmailAddress): string;
}

/** May people apply right now? */
export interface DoorState {
  /** `not-open`: set-up has never been finished or a decision needs people first; the sentence is in the log and on `/readyz`. */
  isOpen(): boolean;
}

/** Judges a password; `undefined` when it is good. */
export interface PasswordJudge {
  judge(password: string, about: readonly string[]): Promise<PasswordRefusal | undefined>;
}

/** With `detail`, the reason in words from the estimator (a key of the texts). */
export interface PasswordRefusal {
  readonly refusal: 'too-short' | 'too-long' | 'too-many-bytes' | 'common' | 'guessable';
  /** Key of a sentence in texts (`site.password…`), when the estimator names a reason. */
  readonly why: string | undefined;
}

/** Adds jobs outside the save of an application, in a transaction of their own; known keys change nothing. */
export interface AddJobs {
  add(jobs: readonly NewJob[]): Promise<void>;
}
