import type { Clock } from '../kernel/clock.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';
import type { AttemptEnd, FinishedAttempt, JobStore, LeasedJob } from './ports/job-store.ts';

export interface EndsNeeds {
  readonly store: Pick<JobStore, 'finishAttempts'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
  /** Whether a place is paused. A job waits for another place than its own only while that place is paused. */
  readonly isPaused: (place: string) => boolean;
  /** Called once the result of a job is committed; removes it from the jobs at work. */
  readonly written: (id: string) => void;
}

/** Collects how attempts ended, until that is written. */
export interface Ends {
  readonly waiting: number;
  has(id: string): boolean;
  add(job: Pick<LeasedJob, 'id' | 'attempt'>, end: AttemptEnd): void;
  /**
   * Writes everything collected so far in one commit. Throws `Fault` if the database cannot be used, and keeps everything then.
   */
  save(): Promise<void>;
}

export function makeEnds({ store, clock, log, isPaused, written }: EndsNeeds): Ends {
  let ends: FinishedAttempt[] = [];

  /**
   * Writes each end in its own commit, so that one that cannot be written does not hold up the others: its job stays leased
   * until the lease runs out, and is tried again. If the database is gone, the remaining ends wait for it.
   */
  async function saveOneByOne(all: readonly FinishedAttempt[]): Promise<void> {
    for (const [at, one] of all.entries()) {
      try {
        await store.finishAttempts([one], clock.now());
      } catch (error) {
        if (error instanceof Fault) {
          for (const { id } of all.slice(0, at)) written(id);
          ends = [...all.slice(at), ...ends];
          throw error;
        }
        log.error('how a job ended could not be written', { job: one.id, error });
      }
    }
  }

  /** Lets a job no longer wait for a place that works again by now. */
  function asOfNow(finished: FinishedAttempt): FinishedAttempt {
    const { end } = finished;
    if (end.kind !== 'later' || end.waitsFor === undefined || isPaused(end.waitsFor)) return finished;
    return { ...finished, end: { ...end, waitsFor: undefined } };
  }

  return {
    get waiting() {
      return ends.length;
    },
    has: (id) => ends.some((end) => end.id === id),
    add({ id, attempt }, end) {
      ends.push({ id, attempt, end });
    },
    async save() {
      if (ends.length === 0) return;
      const now = ends.map(asOfNow);
      ends = [];
      try {
        await store.finishAttempts(now, clock.now());
      } catch (error) {
        if (error instanceof Fault) {
          ends = [...now, ...ends];
          throw error;
        }
        await saveOneByOne(now);
      }
      crashPoint('outbox.afterFinish');
      for (const { id } of now) written(id);
    },
  };
}
