import { MINUTE, SECOND } from '../../../kernel/clock.ts';
import type { Job } from '../../../outbox/job.ts';

const SHORTEST = 2 * SECOND;
const LONGEST = MINUTE;
/** The next look comes after a quarter of the time that the job has waited so far. */
const SHARE = 4;

/**
 * When a job that waits for a notice looks for it again: after some seconds at first, and once a minute if the notice is kept back
 * for long or is a dead letter.
 *
 * @param now epoch milliseconds, as the job's `createdAt`
 */
export function untilPosted({ createdAt }: Pick<Job, 'createdAt'>, now: number): number {
  const waited = now - createdAt;
  return now + Math.min(LONGEST, Math.max(SHORTEST, Math.floor(waited / SHARE)));
}
