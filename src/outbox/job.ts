import { Fault } from '../kernel/fault.ts';

/** JSON that holds text, integers and booleans only; no secret and no token: jobs carry ids, the handler derives the rest. */
export type JobValue = string | number | boolean | null | readonly JobValue[] | { readonly [key: string]: JobValue };
export type JobPayload = { readonly [key: string]: JobValue };

/** Codes go before decisions, decisions before notices, notices before clean-up. Order holds within one lane and destination. */
export type Lane = 'codes' | 'decisions' | 'notices' | 'clean-up';

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

/** `later` (epoch milliseconds) puts the job back until then without counting an attempt, e.g. when the time between two edits is not over. */
export type JobResult = 'done' | { readonly later: number };

/**
 * Does one job: load → already past? done → port → advance. Called again with the same id whenever the outcome of an
 * attempt is unknown. Throws `Fault`; never retries by itself. Throws `unreadable` for what it does not understand.
 */
export type JobHandler = (job: Job, tools: JobTools) => Promise<JobResult>;

export const UNREADABLE = 'job.unreadable';

/**
 * What a handler throws for a job that it cannot read, e.g. because a newer version wrote it: the job is parked, as a row is that
 * cannot be read. To be thrown before anything is done.
 *
 * @param why one English sentence
 */
export const unreadable = (why: string): Fault =>
  new Fault(why, { code: UNREADABLE, retryable: false, scope: 'message' });
