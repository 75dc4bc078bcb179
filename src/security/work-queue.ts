import type { Clock } from '../kernel/clock.ts';

/** Weight of the newest piece of work in the average. */
const NEWEST = 0.2;

export interface WorkQueueNeeds {
  /** How many pieces of work run at the same time. */
  readonly atOnce: number;
  /** Milliseconds that the last one in the queue may have to wait, as far as that can be foreseen. */
  readonly longestWaitMs: number;
  /** What one piece of work is taken to last before any was measured, in milliseconds. */
  readonly expectedMs: number;
  readonly clock: Pick<Clock, 'monotonic'>;
}

export interface WorkQueue {
  /** Runs the work in its turn and returns its result, or `busy` at once if it would have to wait for too long. Rejects as the work does. */
  run<Result>(work: () => Promise<Result>): Promise<Result | 'busy'>;
  /** How many run, and how many wait. */
  state(): { readonly running: number; readonly waiting: number };
}

/** A queue for work that keeps a core busy. How long it may become follows from how long recent work took on this machine. */
export function makeWorkQueue({ atOnce, longestWaitMs, expectedMs, clock }: WorkQueueNeeds): WorkQueue {
  const waiting: (() => void)[] = [];
  let running = 0;
  let averageMs = expectedMs;
  const waitMs = () => ((waiting.length + 1) / atOnce) * averageMs;

  function finish(began: number): void {
    averageMs += NEWEST * (clock.monotonic() - began - averageMs);
    const next = waiting.shift();
    // Whoever waits takes over the turn, so that nobody who comes meanwhile gets ahead.
    if (next) next();
    else running -= 1;
  }

  return {
    async run(work) {
      if (running < atOnce) running += 1;
      else if (waitMs() > longestWaitMs) return 'busy';
      else await new Promise<void>((resolve) => waiting.push(resolve));
      const began = clock.monotonic();
      try {
        return await work();
      } finally {
        finish(began);
      }
    },
    state: () => ({ running, waiting: waiting.length }),
  };
}
