import { type Clock, SECOND } from '../kernel/clock.ts';
import type { Logger } from '../kernel/log.ts';
import type { AtWork } from './at-work.ts';
import type { Bounces } from './bounces.ts';
import type { Ends } from './ends.ts';
import type { Turns } from './turns.ts';

/** Handlers that were aborted may still report their result within this time. */
const LAST_WORD_MS = SECOND;
const SAVE_TRIES = 3;

export interface ClosingParts {
  readonly turns: Turns;
  readonly atWork: AtWork;
  readonly ends: Ends;
  readonly bounces: Bounces;
  readonly clock: Clock;
  readonly log: Logger;
  /** How long running handlers may go on, in milliseconds. */
  readonly stopMs: number;
}

/**
 * Waits for running handlers, aborts those that take too long, and puts their jobs back. The caller makes sure that no new job
 * starts.
 */
export async function closeOutbox({ turns, atWork, ends, bounces, clock, log, stopMs }: ClosingParts): Promise<void> {
  /** Writes ends and bounces until none is left, or the database has failed several times. */
  async function saveAll(): Promise<void> {
    for (let tries = 0; tries < SAVE_TRIES; tries += 1) {
      await turns.turn();
      if (ends.waiting + bounces.waiting === 0) return;
      await clock.sleep(200);
    }
  }

  await turns.stopTimer();
  await atWork.untilIdle(stopMs);
  await saveAll();
  if (atWork.size > 0) {
    atWork.abortAll();
    await atWork.untilIdle(LAST_WORD_MS);
    for (const job of atWork.jobs()) {
      if (!ends.has(job.id)) ends.add(job, { kind: 'later', dueAt: undefined, unknown: true, code: undefined });
    }
    await saveAll();
  }
  if (ends.waiting > 0) log.warn('the database is gone: jobs go on at the next start', { jobs: ends.waiting });
}
