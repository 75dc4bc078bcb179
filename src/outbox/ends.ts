import type { Clock } from '../kernel/clock.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';
import type { AttemptEnd, JobStore, LeasedJob, Settlement } from './ports.ts';

export interface EndsNeeds {
  readonly store: Pick<JobStore, 'settle'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
  /** A job waits for another place than its own only while that place is paused. */
  readonly isPaused: (place: string) => boolean;
  /** Called once a job's end is committed; removes it from the jobs at work. */
  readonly written: (id: string) => void;
}

/** How attempts ended, until it is written. */
export interface Ends {
  readonly waiting: number;
  has(id: string): boolean;
  add(job: Pick<LeasedJob, 'id' | 'attempt'>, end: AttemptEnd): void;
  /** Writes all that ended so far in one commit. Throws `Fault` when the database cannot be used; nothing is forgotten then. */
  settle(): Promise<void>;
}

export function makeEnds({ store, clock, log, isPaused, written }: EndsNeeds): Ends {
  let ends: Settlement[] = [];

  /**
   * An end that cannot be written must not hold up the others: its job stays leased until the lease runs out, and is tried
   * again. If the database is gone, all that are left wait for it.
   */
  async function settleOneByOne(all: readonly Settlement[]): Promise<void> {
    for (const [at, one] of all.entries()) {
      try {
        await store.settle([one], clock.now());
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

  /** A place that works again by now is nothing to wait for. */
  function asOfNow(settlement: Settlement): Settlement {
    const { end } = settlement;
    if (end.kind !== 'later' || end.waitsFor === undefined || isPaused(end.waitsFor)) return settlement;
    return { ...settlement, end: { ...end, waitsFor: undefined } };
  }

  return {
    get waiting() {
      return ends.length;
    },
    has: (id) => ends.some((end) => end.id === id),
    add({ id, attempt }, end) {
      ends.push({ id, attempt, end });
    },
    async settle() {
      if (ends.length === 0) return;
      const now = ends.map(asOfNow);
      ends = [];
      try {
        await store.settle(now, clock.now());
      } catch (error) {
        if (error instanceof Fault) {
          ends = [...now, ...ends];
          throw error;
        }
        await settleOneByOne(now);
      }
      crashPoint('outbox.afterSettle');
      for (const { id } of now) written(id);
    },
  };
}
