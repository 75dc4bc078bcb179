import { placeOf } from '../kernel/channel-name.ts';
import type { Clock } from '../kernel/clock.ts';
import type { RunningAttempt } from './attempt.ts';
import type { Lane } from './job.ts';
import type { LeasedJob } from './ports/job-store.ts';

/** The jobs at work in this process, each from its lease until its end is written. */
export interface AtWork {
  readonly size: number;
  has(id: string): boolean;
  begin(job: LeasedJob, attempt: RunningAttempt): void;
  /** Removes a job whose end is written. */
  end(id: string): void;
  jobs(): readonly LeasedJob[];
  /** Returns the lane of each job at work at this place. */
  lanesAt(place: string): readonly Lane[];
  abortAll(): void;
  /** Resolves when every attempt that runs now has ended, or after `ms` milliseconds. */
  untilIdle(ms: number): Promise<void>;
}

export function makeAtWork(clock: Pick<Clock, 'sleep'>): AtWork {
  const running = new Map<string, { readonly job: LeasedJob; readonly attempt: RunningAttempt }>();
  return {
    get size() {
      return running.size;
    },
    has: (id) => running.has(id),
    begin(job, attempt) {
      running.set(job.id, { job, attempt });
    },
    end: (id) => void running.delete(id),
    jobs: () => [...running.values()].map(({ job }) => job),
    lanesAt: (place) =>
      [...running.values()].filter(({ job }) => placeOf(job.destination) === place).map(({ job }) => job.lane),
    abortAll() {
      for (const { attempt } of running.values()) attempt.abort();
    },
    async untilIdle(ms) {
      const over = new AbortController();
      const all = Promise.all([...running.values()].map(({ attempt }) => attempt.ended));
      await Promise.race([all, clock.sleep(Math.max(0, ms), over.signal)]);
      over.abort();
    },
  };
}
