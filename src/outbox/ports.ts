import type { Job, JobPayload, Lane, NewJob, Receipt } from './job.ts';

/** The part of a destination before the first `:`: a channel or an API, what a `channel` fault pauses. */
export const placeOf = (destination: string): string => destination.slice(0, Math.max(0, destination.indexOf(':')));

/**
 * `waiting` for its time, its turn or a place; `held` after a restore, until released; `leased` to a handler; `done`; `dead`:
 * given up, visible and retryable; `parked`: cannot be read or has no handler.
 */
export const jobStates = ['waiting', 'held', 'leased', 'done', 'dead', 'parked'] as const;
export type JobState = (typeof jobStates)[number];

export interface LeaseAsk {
  /** Jobs due until then are given out. Epoch milliseconds. */
  readonly dueUntil: number;
  /** Until then, jobs are given out that were due when they were made. Epoch milliseconds; `dueUntil` unless it is later. */
  readonly atOnceUntil?: number;
  /** Jobs whose `expiresAt` lies before become dead letters instead. Epoch milliseconds. */
  readonly expiredUntil: number;
  /** How many at most. */
  readonly limit: number;
  /**
   * How many more of a place and lane at most; as many as there are when left out.
   *
   * @param taken lanes of the jobs of this place that this very lease has taken so far
   */
  readonly free?: (place: string, lane: Lane, taken: readonly Lane[]) => number;
  /** Written as the beginning of the attempt and, with `leaseMs`, its end. Epoch milliseconds. */
  readonly now: number;
  readonly leaseMs: number;
  /** Places that get nothing now. Not looked at when `probe` is given. */
  readonly except: readonly string[];
  /** Only a job that can find out whether a paused place works. */
  readonly probe?: Probe;
}

export interface Probe {
  /** The place to find out about: every job that waits for it will do, whatever its own place is. */
  readonly of: string;
  /** And the jobs of these places. */
  readonly from: readonly string[];
  /** But no job for these destinations. */
  readonly notFor: readonly string[];
}

/** A job in the hands of the outbox: what `Job` says and what decides about the next attempt. */
export interface LeasedJob extends Job {
  /** Failures counted so far. */
  readonly failures: number;
}

export interface Leased {
  readonly jobs: readonly LeasedJob[];
  /** Ids that became dead letters because they came too late. */
  readonly expired: readonly string[];
  /** Ids of rows that could not be read and are parked now. */
  readonly parked: readonly string[];
  /** Something was written, if only in which order jobs are looked at. */
  readonly changed: boolean;
  /**
   * When the next job of the places asked for is due, not after `dueUntil` when there is more to do at once; undefined when none
   * waits or `limit` was reached. What waits for a free hand does not count: the end of a job brings the next look.
   */
  readonly nextDue: number | undefined;
}

/** How one attempt ended. `unknown`: it may have reached the other side. `code` is a fault's code, for people. */
export type AttemptEnd =
  | { readonly kind: 'done'; readonly receipt?: Receipt | undefined }
  /** Over as well, with nothing done. */
  | { readonly kind: 'nothing' }
  /** Back without counting; `dueAt` undefined keeps the time and with it the place in the line. */
  | {
      readonly kind: 'later';
      readonly dueAt: number | undefined;
      readonly unknown: boolean;
      readonly code: string | undefined;
      /** A place other than its own: until `stopWaitingFor` only a probe of that place gets the job; its line goes on without it. */
      readonly waitsFor?: string | undefined;
    }
  /** Back, one failure more. */
  | { readonly kind: 'failed'; readonly dueAt: number; readonly unknown: boolean; readonly code: string }
  | { readonly kind: 'dead'; readonly code: string; readonly unknown: boolean }
  | { readonly kind: 'parked'; readonly code: string };

export interface Settlement {
  readonly id: string;
  readonly attempt: number;
  readonly end: AttemptEnd;
}

/** What the outbox needs of the database. Every call throws `Fault` (`storage.unavailable`) when it cannot be reached or written. */
export interface JobStore {
  /** Keeps jobs in a transaction of their own; known keys change nothing (see `NewJob`). */
  add(jobs: readonly NewJob[]): Promise<void>;

  /**
   * Takes due jobs in one transaction: lanes by priority, one job per destination and lane at a time, the one due first
   * (of the same time: added first) before the others. Every job comes with a new attempt number.
   */
  lease(ask: LeaseAsk): Promise<Leased>;

  /** Writes how attempts ended, all in one transaction. An end whose attempt number is no longer the stored one changes nothing. */
  settle(ends: readonly Settlement[], now: number): Promise<void>;

  /** Jobs that wait for this place (undefined: for any) instead of their own are due at their own again. */
  stopWaitingFor(place: string | undefined): Promise<void>;

  /** Keeps `content` for each attempt unless an earlier one left some; answers what counts, in order. Undefined: the attempt is over. */
  freeze(
    asks: readonly { readonly id: string; readonly attempt: number; readonly content: JobPayload }[],
  ): Promise<readonly (JobPayload | undefined)[]>;

  /** Puts back what is leased and not in `except` although nobody holds it: leases that ended before `endedBefore`, all when undefined. */
  releaseLeases(ask: { readonly endedBefore?: number; readonly except: readonly string[] }): Promise<number>;

  /** Waiting jobs whose `expiresAt` lies before `now` become dead letters. Answers how many. */
  expire(now: number): Promise<number>;

  /** Moves all times of jobs that are not over and were made in this time. Epoch milliseconds; `by` milliseconds. */
  moveTimes(ask: { readonly from: number; readonly until: number; readonly by: number }): Promise<void>;

  /** When the oldest waiting job of all was due. Epoch milliseconds, in the future when nothing is late. */
  oldestDue(): Promise<number | undefined>;

  /** Deletes done jobs finished before `doneBefore`; dead letters older than `deadBefore` lose their content. */
  tidy(ask: { readonly doneBefore: number; readonly deadBefore?: number }): Promise<void>;
}

/** One job as people see it. Holds no secret: payloads carry ids. */
export interface JobView {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly destination: string;
  readonly lane: Lane;
  readonly state: JobState;
  /** The place that it waits for instead of its own. */
  readonly waitsFor: string | undefined;
  readonly dueAt: number;
  readonly expiresAt: number;
  readonly createdAt: number;
  readonly doneAt: number | undefined;
  readonly attempt: number;
  readonly failures: number;
  /** Code of the last fault, or why it is dead or parked; `nothing` when it is done and there was nothing to do. */
  readonly code: string | undefined;
  /** What the service said that took it. */
  readonly receipt: Receipt | undefined;
  /** JSON text as stored; '' when cleared. */
  readonly payload: string;
}

export interface JobCount {
  readonly state: JobState;
  readonly lane: Lane;
  /** Of the destination. */
  readonly place: string;
  readonly jobs: number;
}

/** Which jobs; all when empty. */
export interface JobFilter {
  readonly state?: JobState | undefined;
  /** Of the destination. */
  readonly place?: string | undefined;
  readonly kind?: string | undefined;
}

/** For people who look after the outbox. */
export interface JobDesk {
  /** Newest first. `olderThan`: only those added before the job with this id, to go on from a page before. */
  list(
    ask: JobFilter & { readonly limit: number; readonly olderThan?: string | undefined },
  ): Promise<readonly JobView[]>;
  show(id: string): Promise<JobView | undefined>;
  /** A dead or parked job goes back to its line with a fresh life, due now. */
  retry(id: string, now: number): Promise<'retried' | 'unknown' | 'not-dead' | 'cleared'>;
  /** A job that is not leased and not done becomes a dead letter (`dropped`); a dead or parked one is deleted. */
  drop(id: string, now: number): Promise<'dropped' | 'unknown' | 'leased' | 'done'>;
  /** Lets go what a restore holds; of those of which a newer one waits the older are done. Answers how many. */
  releaseHeld(now: number): Promise<number>;
  /** Exact; the cost grows with the jobs that are not done. Done jobs are not counted. */
  counts(of?: JobFilter): Promise<readonly JobCount[]>;
}
