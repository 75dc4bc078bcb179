import type { Clock } from '../kernel/clock.ts';
import { makeRecent } from '../kernel/recent.ts';
import type { NewJob } from './job.ts';
import type { JobCount, JobDesk, JobFilter, JobView } from './ports/job-desk.ts';

/** What operators may do with jobs, on the command line and later on the desk. */
export interface OutboxOperations {
  /** Newest first; at most `limit`. */
  list(ask: JobFilter & { readonly limit: number }): Promise<readonly JobView[]>;
  /** @param which here and below: the ID of a job, or its number */
  show(which: string): Promise<JobView | undefined>;
  /** Puts one job back, or every dead letter with `ALL_DEAD`. Resolves with how many went back. */
  retry(which: string): Promise<{
    readonly retried: number;
    readonly refusal?: 'unknown' | 'not-dead' | 'refused' | 'bounced' | 'cleared';
  }>;
  /** Gives a job up for good. `told`: how many jobs follow from that, which tell people. */
  drop(which: string): Promise<{ readonly result: 'dropped' | 'unknown' | 'leased' | 'done'; readonly told: number }>;
  /** Gives up for good all that the filter selects, except what is being done right now. Returns how many jobs. */
  purge(filter: Omit<JobFilter, 'state'>): Promise<number>;
  releaseHeld(): Promise<number>;
  counts(of?: JobFilter): Promise<readonly JobCount[]>;
}

export const ALL_DEAD = 'all-dead';

export function makeOutboxOperations({
  desk,
  clock,
  follows,
}: {
  readonly desk: JobDesk;
  readonly clock: Clock;
  /** What is to be done when a person gives up this job. */
  readonly follows: (job: JobView) => Promise<readonly NewJob[]>;
}): OutboxOperations {
  return {
    list: (ask) => desk.list(ask),
    show: (which) => desk.show(which),
    async retry(which) {
      if (which !== ALL_DEAD) {
        const result = await desk.retry(which, clock.now());
        return result === 'retried' ? { retried: 1 } : { retried: 0, refusal: result };
      }
      let retried = 0;
      const passed = new Set<string>();
      for (;;) {
        const dead = (await desk.list({ state: 'dead', limit: 200 + passed.size })).filter(({ id }) => !passed.has(id));
        if (dead.length === 0) return { retried };
        for (const { id } of dead) {
          const result = await desk.retry(id, clock.now());
          if (result === 'retried') retried += 1;
          // Retention has cleared its content, or somebody else has retried it. It is not tried again, so that the loop ends.
          else passed.add(id);
        }
      }
    },
    async drop(which) {
      const job = await desk.show(which);
      const jobs = job === undefined ? [] : await follows(job);
      const result = await desk.drop(which, clock.now(), jobs);
      return { result, told: result === 'dropped' ? jobs.length : 0 };
    },
    purge: (filter) => desk.purge(filter, clock.now()),
    releaseHeld: () => desk.releaseHeld(clock.now()),
    counts: (of) => desk.counts(of),
  };
}

/**
 * Makes a function that returns counts of all jobs, at most `ageMs` milliseconds old, so that frequent callers do not count a
 * long queue each time.
 */
export function makeRecentCounts(
  desk: Pick<JobDesk, 'counts'>,
  clock: Pick<Clock, 'monotonic'>,
  ageMs: number,
): () => Promise<readonly JobCount[]> {
  return makeRecent(() => desk.counts(), clock, ageMs);
}
