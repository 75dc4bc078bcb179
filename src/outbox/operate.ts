import type { Clock } from '../kernel/clock.ts';
import type { JobCount, JobDesk, JobFilter, JobView } from './ports.ts';

/** What operators may do with jobs, on the command line and later on the desk. */
export interface OutboxOperations {
  /** Newest first; at most `limit`. */
  list(ask: JobFilter & { readonly limit: number }): Promise<readonly JobView[]>;
  show(id: string): Promise<JobView | undefined>;
  /** Puts one job back by id, or every dead letter with `ALL_DEAD`. Resolves with how many went back. */
  retry(which: string): Promise<{ readonly retried: number; readonly refusal?: 'unknown' | 'not-dead' | 'cleared' }>;
  drop(id: string): Promise<'dropped' | 'unknown' | 'leased' | 'done'>;
  releaseHeld(): Promise<number>;
  counts(of?: JobFilter): Promise<readonly JobCount[]>;
}

export const ALL_DEAD = 'all-dead';

export function makeOutboxOperations({
  desk,
  clock,
}: {
  readonly desk: JobDesk;
  readonly clock: Clock;
}): OutboxOperations {
  return {
    list: (ask) => desk.list(ask),
    show: (id) => desk.show(id),
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
    drop: (id) => desk.drop(id, clock.now()),
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
  let counted: Promise<readonly JobCount[]> | undefined;
  let at = 0;
  return () => {
    if (counted === undefined || clock.monotonic() - at > ageMs) {
      at = clock.monotonic();
      counted = desk.counts();
      counted.catch(() => {
        counted = undefined;
      });
    }
    return counted;
  };
}
