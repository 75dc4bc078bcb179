import type { JobPayload, NewJob } from '../outbox/job.ts';

/** A job as its part recognises it. */
export interface KnownJob {
  readonly key: string;
  readonly kind: string;
  /** `<place>:<recipient>`. */
  readonly destination: string;
  /** Undefined once the job is over, or if it cannot be read. */
  readonly payload: JobPayload | undefined;
  /** When it is due; undefined if it does not wait. Epoch milliseconds. */
  readonly dueAt: number | undefined;
}

/** What a job is, for the person who looks after the outbox. In English, as everything on the command line. */
export interface JobWords {
  /** What it does, without a full stop: `welcome email to lena (#12)`. */
  readonly what: string;
  /**
   * Why it will do nothing when its turn comes: `lena is in by now: will not be sent`. Undefined if it will do something, or if that
   * cannot be known before.
   */
  readonly idle: string | undefined;
}

/** What a part says of its jobs. */
export interface JobsInWords {
  /** One for each job, in the same order; undefined for one that it does not know. Throws `Fault`. */
  describe(jobs: readonly KnownJob[]): Promise<readonly (JobWords | undefined)[]>;
  /** What follows when a person gives up a job that is still to be done: jobs that tell whoever counts on it. Throws `Fault`. */
  dropped(job: KnownJob): Promise<readonly NewJob[]>;
}
