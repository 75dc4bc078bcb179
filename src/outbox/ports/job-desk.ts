import type { Lane, NewJob, Receipt } from '../job.ts';
import type { JobState } from './job-store.ts';

/** One job as operators see it. Holds no secret: payloads carry ids. */
export interface JobView {
  readonly id: string;
  /** The number that people call it by; never given to a second job. */
  readonly number: number;
  readonly key: string;
  readonly kind: string;
  readonly destination: string;
  readonly lane: Lane;
  readonly state: JobState;
  /** The place that it waits for instead of its own, if any. */
  readonly waitsFor: string | undefined;
  readonly dueAt: number;
  readonly expiresAt: number;
  readonly createdAt: number;
  readonly doneAt: number | undefined;
  readonly attempt: number;
  readonly failures: number;
  /**
   * Code of the last fault, or why it is dead or parked. Of a job that is done: `nothing` if there was nothing to do, `refused` if
   * the other side refused it for good, `dropped` if a person gave it up, `erased` if whom it concerned was erased.
   */
  readonly code: string | undefined;
  /** What the service said at the last attempt: that it took or refused the job, or why it could not yet. */
  readonly receipt: Receipt | undefined;
  /** JSON text as stored; '' if cleared. */
  readonly payload: string;
}

export interface JobCount {
  readonly state: JobState;
  readonly lane: Lane;
  /** First part of the destination. */
  readonly place: string;
  readonly jobs: number;
}

/** Selects jobs; an empty filter selects all. */
export interface JobFilter {
  readonly state?: JobState | undefined;
  /** The code with which it ended, or failed last. */
  readonly code?: string | undefined;
  /** First part of the destination. */
  readonly place?: string | undefined;
  readonly kind?: string | undefined;
  /** Whole destinations; an empty list selects nothing. */
  readonly destinations?: readonly string[] | undefined;
}

/** What operators need of the database to look after jobs. `which` is the ID of a job, or its number. */
export interface JobDesk {
  /** Lists jobs, newest first. @param ask `olderThan`: only jobs added before the job with this id, for the next page */
  list(
    ask: JobFilter & { readonly limit: number; readonly olderThan?: string | undefined },
  ): Promise<readonly JobView[]>;
  show(which: string): Promise<JobView | undefined>;
  /** Puts a dead or parked job back into its queue: due now, and with its full time to expiry again, at least an hour. */
  retry(which: string, now: number): Promise<'retried' | 'unknown' | 'not-dead' | 'refused' | 'bounced' | 'cleared'>;
  /**
   * Finishes a job for good, unless it is leased or done, and deletes its content: nothing brings it back.
   *
   * @param follows what is to be done instead, added in the same transaction
   */
  drop(which: string, now: number, follows?: readonly NewJob[]): Promise<'dropped' | 'unknown' | 'leased' | 'done'>;
  /**
   * Finishes all jobs for good that the filter selects, as `drop` does one, some per transaction so that others can write meanwhile.
   * Nothing follows from it. Jobs that are leased stay. Returns how many it finished.
   */
  purge(filter: Omit<JobFilter, 'state'>, now: number): Promise<number>;
  /**
   * Releases the jobs that a restore holds. Held jobs of which a newer one waits are done instead. Returns how many were
   * released.
   */
  releaseHeld(now: number): Promise<number>;
  /** Counts all jobs except done ones. Exact; the cost grows with their number. */
  counts(of?: JobFilter): Promise<readonly JobCount[]>;
}
