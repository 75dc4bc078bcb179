import { MINUTE, SECOND } from '../../../kernel/clock.ts';
import type { Job } from '../../../outbox/job.ts';

const SHORTEST = 2 * SECOND;
const LONGEST = MINUTE;
/** A quarter more than the notice itself took is late enough to look again. */
const SHARE = 4;

/**
 * When a job that waits for a notice looks for it again: the longer it has waited, the later. Within seconds in the usual case, once
 * a minute for a notice that has been kept back for long or is a dead letter.
 *
 * @param now epoch milliseconds, as the job's `createdAt`
 */
export function untilPosted({ createdAt }: Pick<Job, 'createdAt'>, now: number): number {
  const waited = now - createdAt;
  return now + Math.min(LONGEST, Math.max(SHORTEST, Math.floor(waited / SHARE)));
}
