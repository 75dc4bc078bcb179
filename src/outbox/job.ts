import { Fault } from '../kernel/fault.ts';

/** JSON that holds text, integers and booleans only; no secret and no token: jobs carry ids, the handler derives the rest. */
export type JobValue = string | number | boolean | null | readonly JobValue[] | { readonly [key: string]: JobValue };
export type JobPayload = { readonly [key: string]: JobValue };

/** Lanes in the order in which they are served: codes go before decisions, and so on. Order holds within one lane and destination. */
export const lanes = ['codes', 'decisions', 'notices', 'notifications', 'clean-up'] as const;
export type Lane = (typeof lanes)[number];

/** One thing that Porter is to do to the world, saved in the transaction of the state that caused it. */
export interface NewJob {
  /** The move that caused it, e.g. `create-account:<application>:<entry>`. Adding it again changes nothing for as long as it is remembered: 30 days after it is done. */
  readonly key: string;
  /** Names the handler. */
  readonly kind: string;
  /** `<place>:<recipient>`: `matrix:<room>`, `email:<address hash>`, `account:<localpart>`, `clock:<application>`. */
  readonly destination: string;
  readonly lane: Lane;
  /** Epoch milliseconds; not before. */
  readonly dueAt: number;
  /** Epoch milliseconds; after it the job becomes a dead letter with the reason `expired`. */
  readonly expiresAt: number;
  readonly payload: JobPayload;
  /**
   * For `show:` jobs: the key is unique among *waiting* jobs only. While one waits, adding it again changes nothing but
   * takes the earlier of both due times; while one is leased, a further one waits.
   */
  readonly oncePending?: boolean;
}

/** A job in the hands of its handler. */
export interface Job extends NewJob {
  /** UUIDv7; the Matrix transaction ID, `dev.porter.id`, the left side of a letter's Message-ID. */
  readonly id: string;
  /** 1 for the first attempt. Every later write is guarded by it. */
  readonly attempt: number;
  readonly createdAt: number;
  /** When the first attempt that may have reached the other side began; undefined while none did. Epoch milliseconds. */
  readonly firstTriedAt: number | undefined;
  /** What the first attempt froze, so that a repeat says exactly the same. */
  readonly frozen: JobPayload | undefined;
}

export interface JobTools {
  /** Aborts when the attempt's time limit is over or Porter stops. */
  readonly signal: AbortSignal;
  /** Keeps the content of the first attempt until the job is done; hands back what an earlier attempt froze, else `content`. */
  freeze<Content extends JobPayload>(content: Content): Promise<Content>;
}

/** What a service said when it took something from us. Kept with the job and shown to operators: no secret, no address. */
export interface Receipt {
  /** The service's own ID of the message: a Matrix event ID, a `Message-ID`. */
  readonly id?: string | undefined;
  /** The service's words, one line, e.g. `250 2.0.0 Ok: queued as 4bXy`. */
  readonly words?: string | undefined;
}

/**
 * - `done`: the place was reached and did what was asked. Only this shows that a paused place works again.
 * - `nothing`: there was nothing to do any more and nothing was tried. The job is over, and nobody knows more about its place.
 * - `later`: not yet, e.g. because of the time between two edits. Back until `at` (epoch milliseconds) without counting an attempt.
 */
export type JobResult =
  | { readonly kind: 'done'; readonly receipt: Receipt | undefined }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'later'; readonly at: number };

export const done = (receipt?: Receipt): JobResult => ({ kind: 'done', receipt });
export const nothing: JobResult = { kind: 'nothing' };
export const later = (at: number): JobResult => ({ kind: 'later', at });

/**
 * Does one job: load → already past? `nothing` → port → advance → `done`. Called again with the same id whenever the outcome of
 * an attempt is unknown. Throws `Fault`; never retries by itself. Throws `unreadable` for what it does not understand.
 */
export type JobHandler = (job: Job, tools: JobTools) => Promise<JobResult>;

export const UNREADABLE = 'job.unreadable';

/**
 * What a handler throws for a job that it cannot read, e.g. because a newer version wrote it: the job is parked, like a row that
 * cannot be read. To be thrown before anything is done.
 *
 * @param why one English sentence
 */
export const unreadable = (why: string): Fault =>
  new Fault(why, { code: UNREADABLE, retryable: false, scope: 'message' });
