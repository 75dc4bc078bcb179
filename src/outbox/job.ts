import { Fault } from '../kernel/fault.ts';

/**
 * JSON of text, integers and booleans only. It holds no secret and no token: jobs carry ids, and the handler derives the rest.
 */
export type JobValue = string | number | boolean | null | readonly JobValue[] | { readonly [key: string]: JobValue };
export type JobPayload = { readonly [key: string]: JobValue };

/**
 * Lanes in the order in which they are served: codes before decisions, and so on. Jobs of one lane and destination keep their
 * order.
 */
export const lanes = ['codes', 'decisions', 'notices', 'notifications', 'clean-up'] as const;
export type Lane = (typeof lanes)[number];

/** One thing that Porter has to do outside, saved in the transaction of the change that caused it. */
export interface NewJob {
  /**
   * Names the move that caused it, e.g. `create-account:<application>:<entry>`. Adding a known key changes nothing; a key is known
   * until 30 days after its job is done.
   */
  readonly key: string;
  /** Names the handler. */
  readonly kind: string;
  /** `<place>:<recipient>`: `team-room:current`, `email:<address hash>`, `account:<localpart>`, `clock:<application>`. */
  readonly destination: string;
  readonly lane: Lane;
  /** Not done before this time. Epoch milliseconds. */
  readonly dueAt: number;
  /** After this time the job becomes a dead letter with the code `expired`. Epoch milliseconds. */
  readonly expiresAt: number;
  readonly payload: JobPayload;
  /**
   * For `show:` jobs: the key is unique among *waiting* jobs only. While one waits, adding another changes only its due
   * time, to the earlier of both. While one is leased, another can be added and waits.
   */
  readonly oncePending?: boolean;
  /**
   * Names a collection. The job is never due: another one ends all jobs of the collection at once. Only after a restore it is done
   * by itself.
   */
  readonly collection?: string;
}

/** A job as its handler gets it. */
export interface Job extends NewJob {
  /** UUIDv7; the Matrix transaction ID, `dev.porter.id`, the left side of a letter's Message-ID. */
  readonly id: string;
  /** 1 for the first attempt. Every later write is guarded by it. */
  readonly attempt: number;
  readonly createdAt: number;
  /** When the first attempt began that may have reached the other side; undefined if there was none. Epoch milliseconds. */
  readonly firstTriedAt: number | undefined;
  /** The content that the first attempt froze, so that a repeat sends exactly the same. */
  readonly frozen: JobPayload | undefined;
}

export interface JobTools {
  /** Aborts when the attempt has taken too long, or Porter stops. */
  readonly signal: AbortSignal;
  /**
   * Stores the content of the first attempt until the job is done. Resolves with what an earlier attempt froze, else with
   * `content`.
   */
  freeze<Content extends JobPayload>(content: Content): Promise<Content>;
}

/** What a service returned when it took or refused something. Kept with the job and shown to operators: no secret, no address. */
export interface Receipt {
  /** The service's own ID of the message: a Matrix event ID, a `Message-ID`. */
  readonly id?: string | undefined;
  /** The service's words, one line, e.g. `250 2.0.0 Ok: queued as 4bXy`. */
  readonly words?: string | undefined;
}

/**
 * - `done`: the place was reached and did what was asked. Only this proves that a paused place works again, and `refused`.
 * - `refused`: the place was reached and will never do it, and there is nothing that an operator could mend. The job is over.
 * - `nothing`: nothing was left to do, and nothing was tried. The job is over; it proves nothing about its place.
 * - `later`: not yet, e.g. because edits must be some time apart. The job waits until `at` (epoch milliseconds); no failure
 *   counts.
 */
export type JobResult =
  | { readonly kind: 'done'; readonly receipt: Receipt | undefined }
  | { readonly kind: 'refused'; readonly receipt: Receipt | undefined }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'later'; readonly at: number };

export const done = (receipt?: Receipt): JobResult => ({ kind: 'done', receipt });
/** @param words what the other side said, without addresses */
export const refused = (words: string): JobResult => ({ kind: 'refused', receipt: { words } });
export const nothing: JobResult = { kind: 'nothing' };
export const later = (at: number): JobResult => ({ kind: 'later', at });

/**
 * Does one job: load → nothing left to do? `nothing` → port → advance → `done`. Called again with the same id if the outcome of an
 * attempt is unknown. Throws `Fault`; never retries by itself. Throws `unreadable` for a job that it does not understand.
 */
export type JobHandler = (job: Job, tools: JobTools) => Promise<JobResult>;

export const UNREADABLE = 'job.unreadable';

/**
 * Makes the fault that a handler throws for a job that it cannot read, e.g. because a newer version wrote it. The job is parked,
 * like a row that cannot be read. Throw it before anything is done.
 *
 * @param why one English sentence
 */
export const unreadable = (why: string): Fault =>
  new Fault(why, { code: UNREADABLE, retryable: false, scope: 'message' });
