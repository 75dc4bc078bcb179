import type { NewJob } from '../outbox/job.ts';

/**
 * Adds jobs in a transaction of their own, not with the save of an application. A job whose key is already known changes nothing.
 */
export interface AddJobs {
  add(jobs: readonly NewJob[]): Promise<void>;
}
