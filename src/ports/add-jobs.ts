import type { NewJob } from '../outbox/job.ts';

/** Adds jobs outside the save of an application, in a transaction of their own; known keys change nothing. */
export interface AddJobs {
  add(jobs: readonly NewJob[]): Promise<void>;
}
