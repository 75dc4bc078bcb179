import type { EmailAddress } from '../../kernel/email-address.ts';
import type { EventId, Localpart } from '../../kernel/matrix-id.ts';
import type { NewJob } from '../../outbox/job.ts';
import type { Application, Stage } from '../application.ts';
import type { LetterKind } from '../rules/jobs.ts';
import type { TeamMost, TeamsOwn } from '../rules/team-load.ts';
import type { ApplicationAuditEntry } from './application-audit.ts';

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

export type KeptLink = NewLink & { readonly usedAt: number | undefined; readonly void: boolean };

/** What one move writes, in one transaction or not at all. */
export interface Change {
  readonly next: Application;
  readonly jobs: readonly NewJob[];
  readonly audit: ApplicationAuditEntry;
  /** Links to keep with it (see `keepLink`). */
  readonly links?: readonly NewLink[];
  /** Hash of the single-use link that this move spends; `link-used` when it was spent already. */
  readonly spends?: string;
  /** Every link of these purposes ends with this move. */
  readonly voids?: readonly LinkPurpose[];
  /** Changes to the proof row of the application (see `Proof`). */
  readonly proof?: Partial<Omit<Proof, 'applicationId'>>;
  /** Hash of the password that the applicant chose on the form. It is deleted with the stages of `keepingPassword`. */
  readonly passwordHash?: string;
  /** From when on the team has it. `fits` is asked under the lock of the caps, with what `teamLoad` gives since a day before `at`. */
  readonly team?: TeamsOwn & { readonly most: TeamMost; fits(load: readonly TeamsOwn[]): boolean };
  /**
   * If the time from which on the team has it lies ahead: the team has it `now` (decided before people could vote) or `never`. Its
   * place in that day is free for others.
   */
  readonly leavesLine?: 'now' | 'never';
}

/** `team-full`: `team` no longer fits, because others came between. */
export type SaveResult = 'saved' | 'stale' | 'name-claimed' | 'address-claimed' | 'link-used' | 'team-full';

/** The state of the proof of the address. Its counts are promises, so they are kept in a row. */
export interface Proof {
  readonly applicationId: string;
  /** The last three codes that were mailed, oldest first; a code itself is derived from its issue number. */
  readonly codes: readonly { readonly issue: number; readonly at: number }[];
  /** Issue number of the next code; never goes back. */
  readonly nextIssue: number;
  /** Number of wrong codes typed so far, over all codes, browsers and addresses. */
  readonly wrong: number;
  /** When letters were asked for, oldest first, at most the last ten: epoch milliseconds. */
  readonly asked: readonly number[];
  /** What became of the newest letter. `refused`: the mail server will never take it. */
  readonly mail: 'waiting' | 'sent' | 'refused';
}

/** What `changeProof` changes. Properties that are left out keep their values. */
export interface ProofChange<Result> {
  readonly result: Result;
  readonly proof?: Proof;
  readonly jobs?: readonly NewJob[];
  readonly audit?: ApplicationAuditEntry;
  /** Set when the address is corrected: written into the application, whose version counts up. Only for one that is `submitted`. */
  readonly email?: { readonly email: EmailAddress; readonly addressHash: string };
  readonly voids?: readonly LinkPurpose[];
  /** Links to keep with it (see `keepLink`). */
  readonly links?: readonly NewLink[];
}

/** What the caps compare. An application is proved here once the team got it, or has a time at which it will. */
export interface ApplicationCounts {
  readonly proved: number;
  readonly provedOfDomain: number;
  /** Applications that wait for a decision. */
  readonly waiting: number;
  /** Applications never proved, whatever became of them: a letter went out for each. */
  readonly unproved: number;
  /** Addresses of this domain that were applied with or corrected to, each time, and never proved. */
  readonly unprovedOfDomain: number;
}

/** Epoch milliseconds: what happened before is not counted. */
export interface CountedSince {
  readonly proved: number;
  readonly unproved: number;
  readonly unprovedOfDomain: number;
}

/** What the caps are compared with. Read inside a transaction, so that the caps hold however many forms come at once. */
export type CapReads = Pick<ApplicationStore, 'counts' | 'lettersTo'>;

/** What stands beside the proof row, in the same transaction. */
export interface BesideProof extends CapReads {
  /** As it is now, and it stays so until the transaction ends: one that was read before may have moved or been corrected since. */
  readonly application: Application;
  /** The link with this hash; one of this application stays as it is too. */
  link(hash: string): Promise<KeptLink | undefined>;
  /**
   * True if this letter about the present stage entry of the application is in the outbox and goes to its address by itself;
   * one that a restore holds back does not.
   *
   * @param issue only the letter with this number
   */
  letterWaits(letter: LetterKind, issue?: number): Promise<boolean>;
}

export type MakeApplication<Why extends string> = (
  shortId: number,
  before: CapReads,
) => Change | Why | Promise<Change | Why>;

export interface ApplicationStore {
  find(id: string): Promise<Application | undefined>;
  findByShortId(shortId: number): Promise<Application | undefined>;

  /**
   * Applications in the given stages (all when empty), newest first, at most `limit`, older than `before` (a short ID) if given.
   */
  list(stages: readonly Stage[], limit: number, before?: number): Promise<readonly Application[]>;

  /** Applications for exactly this name, whatever became of them, newest first. Reads the whole table, so not for pages. */
  findByName(localpart: string): Promise<readonly Application[]>;

  /** Whether an application that has proved its address claims this name. One that has not blocks nobody. */
  nameClaimed(localpart: Localpart, except?: string): Promise<boolean>;
  /** The open application that has proved this address, if any. */
  findByAddress(addressHash: string): Promise<Application | undefined>;

  /** For the caps. */
  counts(since: CountedSince, domain: string): Promise<ApplicationCounts>;
  /**
   * What reached the team since `since` (epoch milliseconds) or has a time at which it will, oldest first. Nothing while there are
   * fewer than `most`: then nobody has to look at them one by one.
   */
  teamLoad(since: number, domain: string, most: TeamMost): Promise<readonly TeamsOwn[]>;
  /** From when on the team has it, which may lie ahead; undefined if it is not proved, or never reaches the team. Epoch milliseconds. */
  teamAt(applicationId: string): Promise<number | undefined>;
  /** Creation time of the oldest application since `since` that was never proved. */
  oldestUnproved(since: number): Promise<number | undefined>;

  /**
   * Writes a new application (version 1), its proof row (nextIssue 1, nothing asked, unless told), its jobs, links and the audit
   * row in one transaction, which those that come in the same moment share.
   *
   * Writes nothing, and returns `made-before`, when an application has this ID already.
   *
   * @param make gets the next short ID, which is given out once, and the reads of the caps in the same transaction; returns why
   *   when it turns the application away. Called again when the transaction is repeated
   */
  create<Why extends string = never>(make: MakeApplication<Why>): Promise<'saved' | 'made-before' | Why>;

  /**
   * Writes the application and all that belongs to the change in one transaction, or nothing of it.
   *
   * `stale` when the stored version is no longer `next.version - 1`. Claims follow from the stage (`claiming`): name and address
   * are claimed on entry (`name-claimed`, `address-claimed` when somebody else has them) and freed when a stage does not claim.
   */
  save(change: Change): Promise<SaveResult>;

  /** The hash of the password that was chosen on the form, while it is kept. */
  findPasswordHash(applicationId: string): Promise<string | undefined>;
  /** Keeps another one in its place; nothing happens unless the application still is `submitted`. */
  keepPasswordHash(applicationId: string, hash: string): Promise<void>;

  findProof(applicationId: string): Promise<Proof | undefined>;

  /**
   * Runs `change` on the proof row and its application under the write lock and keeps all that it returns in one transaction; the
   * second of two writers sees what the first one left. Returns undefined, and changes nothing, if there is no such row.
   *
   * @param change called again when the transaction is repeated. Whoever reads for the caps waits until others that do so, new
   *   applications too, are kept
   */
  changeProof<Result>(
    applicationId: string,
    change: (proof: Proof, beside: BesideProof) => ProofChange<Result> | Promise<ProofChange<Result>>,
  ): Promise<Result | undefined>;

  /**
   * Letters of the lane `codes`, which strangers can cause, to this address over all applications since `since`, oldest first:
   * epoch milliseconds. Survives restarts (hardening S8).
   */
  lettersTo(addressHash: string, since: number): Promise<readonly number[]>;

  /**
   * Adding a hash again makes it good until the later of both times, as the letter that is written later promises; a link
   * that is used or void stays as it is.
   */
  keepLink(link: NewLink): Promise<void>;
  findLink(hash: string): Promise<KeptLink | undefined>;

  /** What happened to this application, oldest first. */
  audit(applicationId: string): Promise<readonly ApplicationAuditEntry[]>;
  /** What this event of the team room ordered, if it was obeyed; certain also after a kill, because both are one transaction. */
  causedBy(cause: EventId): Promise<ApplicationAuditEntry | undefined>;
  /** Adds an audit entry in a transaction of its own. */
  addAudit(entry: ApplicationAuditEntry): Promise<void>;
}
