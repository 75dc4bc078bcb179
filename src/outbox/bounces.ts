import type { Clock } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';
import type { Logger } from '../kernel/log.ts';
import type { BouncedJob, JobStore } from './ports/job-store.ts';

export interface BouncesNeeds {
  readonly store: Pick<JobStore, 'bounce'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
  /** True until it is written how the newest attempt of this job ended. */
  readonly isAtWork: (id: string) => boolean;
}

/** Collects what came back after it had counted as done, until that is written. */
export interface Bounces {
  readonly waiting: number;
  add(bounced: BouncedJob): void;
  /**
   * Writes what came back of jobs whose end is written, in one commit. The others wait for their end. Throws `Fault` if the database cannot
   * be used, and keeps everything then.
   */
  save(): Promise<void>;
}

export function makeBounces({ store, clock, log, isAtWork }: BouncesNeeds): Bounces {
  const waiting = new Map<string, BouncedJob>();

  /** Returns those that changed a job. */
  async function written(now: readonly BouncedJob[]): Promise<readonly BouncedJob[]> {
    let changed: readonly string[] = [];
    try {
      changed = await store.bounce(now, clock.now());
    } catch (error) {
      if (error instanceof Fault) throw error;
      // Without them all other jobs can still be done.
      log.error('what was refused after all could not be written', { jobs: now.map(({ id }) => id), error });
    }
    for (const one of now) if (waiting.get(one.id) === one) waiting.delete(one.id);
    return now.filter(({ id }) => changed.includes(id));
  }

  return {
    get waiting() {
      return waiting.size;
    },
    add(bounced) {
      waiting.set(bounced.id, bounced);
    },
    async save() {
      const now = [...waiting.values()].filter(({ id }) => !isAtWork(id));
      if (now.length === 0) return;
      for (const { id, words } of await written(now)) {
        log.warn('what counted as done was refused after all and is a dead letter', { job: id, words });
      }
    },
  };
}
