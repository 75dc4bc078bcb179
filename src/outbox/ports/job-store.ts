import type { Job, JobPayload, Lane, NewJob, Receipt } from '../job.ts';

/**
 * - `waiting` for its time, its turn or a place
 * - `held` since a restore, until an operator releases it
 * - `leased` to a handler
 * - `done`
 * - `dead`: given up; visible, and can be retried
 * - `parked`: cannot be read, or has no handler
 */
export const jobStates = ['waiting', 'held', 'leased', 'done', 'dead', 'parked'] as const;
export type JobState = (typeof jobStates)[number];

export interface LeaseAsk {
  /** Jobs that are due up to this time are leased. Epoch milliseconds. */
  readonly dueUntil: number;
  /**
   * The same limit for jobs that were due at once when they were made. Epoch milliseconds; counts only if later than
   * `dueUntil`.
   */
  readonly atOnceUntil?: number;
  /** Jobs whose `expiresAt` is not later than this become dead letters instead. Epoch milliseconds. */
  readonly expiredUntil: number;
  /** Most jobs that this lease takes. */
  readonly limit: number;
  /**
   * Returns how many more jobs of a place and lane may be leased. If left out, there is no such limit.
   *
   * @param taken lanes of the jobs of this place that this lease has taken so far
   */
  readonly free?: (place: string, lane: Lane, taken: readonly Lane[]) => number;
  /** When the attempts begin. Their leases end `leaseMs` later. Epoch milliseconds. */
  readonly now: number;
  readonly leaseMs: number;
  /** Places that get no jobs now. Ignored if `probe` is given. */
  readonly except: readonly string[];
  /** Lease only jobs that can find out whether a paused place works. */
  readonly probe?: Probe;
}

export interface Probe {
  /** The place to probe. Every job that waits for it can be the probe, whatever its own place is. */
  readonly of: string;
  /** The jobs of these places can be the probe as well. */
  readonly from: readonly string[];
  /** No job for these destinations is the probe. */
  readonly notFor: readonly string[];
}

/** A job as the outbox gets it: a `Job`, and what decides about the next attempt. */
export interface LeasedJob extends Job {
  /** Number of failures so far. */
  readonly failures: number;
}

export interface Leased {
  readonly jobs: readonly LeasedJob[];
  /** Ids of jobs that became dead letters because they had expired. */
  readonly expired: readonly string[];
  /** Ids of rows that could not be read and are parked now. */
  readonly parked: readonly string[];
  /** True if anything was written, even if only the order in which jobs are looked at. */
  readonly changed: boolean;
  /**
   * When the next job of the places asked for is due; not later than `dueUntil` if there is more to lease at once; undefined if
   * none waits or `limit` was reached. Jobs that wait for a free hand do not count: the end of a job causes the next look
   * anyway.
   */
  readonly nextDue: number | undefined;
}

/**
 * How one attempt ended. `unknown`: it may have reached the other side. `code`: the code of a fault, for people; `receipt`: what the other
 * side said.
 */
export type AttemptEnd =
  | { readonly kind: 'done'; readonly receipt?: Receipt | undefined }
  /** The job is over: the other side will never do it. */
  | { readonly kind: 'refused'; readonly receipt?: Receipt | undefined }
  /** The job is over too, but nothing was done. */
  | { readonly kind: 'nothing' }
  /** The job goes back and no failure counts. `dueAt` undefined keeps the due time, and so its turn in the queue. */
  | {
      readonly kind: 'later';
      readonly dueAt: number | undefined;
      readonly unknown: boolean;
      readonly code: string | undefined;
      /**
       * Another place than its own. Until `stopWaitingFor` only a probe of that place leases the job; its queue goes on without
       * it.
       */
      readonly waitsFor?: string | undefined;
      readonly receipt?: Receipt | undefined;
    }
  /** The job goes back with one more failure. */
  | {
      readonly kind: 'failed';
      readonly dueAt: number;
      readonly unknown: boolean;
      readonly code: string;
      readonly receipt?: Receipt | undefined;
    }
  | { readonly kind: 'dead'; readonly code: string; readonly unknown: boolean; readonly receipt?: Receipt | undefined }
  | { readonly kind: 'parked'; readonly code: string };

export interface FinishedAttempt {
  readonly id: string;
  readonly attempt: number;
  readonly end: AttemptEnd;
}

/**
 * What a service says when it refuses something after it had confirmed it. `id`: of the job; `words`: its own, without addresses;
 * `destination`: if given, a job with another one is not meant.
 */
export interface BouncedJob {
  readonly id: string;
  readonly words: string;
  readonly destination?: string;
}

/** Code of a job that is parked because no handler has its kind. */
export const NO_HANDLER = 'no-handler';
/** Code of a job that is done because the person whom it concerned was erased. */
export const ERASED = 'erased';
/** Code of a dead letter that had been done: the service refused it after it had confirmed it. */
export const BOUNCED = 'bounced';

/**
 * What the outbox needs of the database. Every call throws `Fault` (`storage.unavailable`) if it cannot be reached or written.
 */
export interface JobStore {
  /** Adds jobs in a transaction of their own. Known keys change nothing (see `NewJob`). */
  add(jobs: readonly NewJob[]): Promise<void>;

  /**
   * Leases due jobs in one transaction: lanes by priority, and one job per destination and lane at a time, in order of due time,
   * then of adding. Every job gets a new attempt number.
   */
  lease(ask: LeaseAsk): Promise<Leased>;

  /** Writes how attempts ended, all in one transaction. An end whose attempt number is no longer the stored one changes nothing. */
  finishAttempts(ends: readonly FinishedAttempt[], now: number): Promise<void>;

  /**
   * Makes dead letters with the code `bounced` of jobs that were done, all in one transaction, and keeps the words with what the service
   * said before. Their content is gone already. Any other job stays as it is. Returns the ids of those that it changed.
   */
  bounce(bounced: readonly BouncedJob[], now: number): Promise<readonly string[]>;

  /** Lets jobs that wait for this place (undefined: for any) instead of their own wait at their own again. */
  stopWaitingFor(place: string | undefined): Promise<void>;

  /**
   * Stores `content` for each attempt unless an earlier attempt did. Returns the stored content of each, in order; undefined for
   * an attempt that is over.
   */
  freeze(
    asks: readonly { readonly id: string; readonly attempt: number; readonly content: JobPayload }[],
  ): Promise<readonly (JobPayload | undefined)[]>;

  /**
   * Puts leased jobs back that no process works on, except those with an id in `except`: those whose lease ended before
   * `endedBefore`, or all if it is undefined. Returns how many.
   */
  releaseLeases(ask: { readonly endedBefore?: number; readonly except: readonly string[] }): Promise<number>;

  /**
   * Jobs of these kinds that were parked because nobody handled them wait again, at the time that they are due: the part that
   * handles them was left out for a while. Returns how many.
   */
  adopt(kinds: readonly string[]): Promise<number>;

  /** Makes waiting jobs dead letters whose `expiresAt` is not later than `now`. Returns how many. */
  expire(now: number): Promise<number>;

  /** Moves all times of unfinished jobs that were made in this period by `by` milliseconds. Epoch milliseconds. */
  moveTimes(ask: { readonly from: number; readonly until: number; readonly by: number }): Promise<void>;

  /**
   * When the first waiting job of each place and lane is due, without those that wait for another place than their own. One look-up for
   * each place and lane, however many jobs wait.
   */
  firstDue(): Promise<readonly FirstDue[]>;

  /** Returns the earliest due time of all waiting jobs; in the future if nothing is late. Epoch milliseconds. */
  oldestDue(): Promise<number | undefined>;

  /**
   * Deletes jobs done before `doneBefore`, and clears the content of dead letters older than `deadBefore`. Epoch milliseconds.
   */
  tidy(ask: { readonly doneBefore: number; readonly deadBefore?: number }): Promise<void>;
}

/** @property dueAt epoch milliseconds */
export interface FirstDue {
  readonly place: string;
  readonly lane: Lane;
  readonly dueAt: number;
}
