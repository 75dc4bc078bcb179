import { setTimeout as wait } from 'node:timers/promises';

/** The only source of time. Wall time may jump, so measure intervals with `monotonic`. */
export interface Clock {
  /** Epoch milliseconds, a whole number. */
  now(): number;
  /** Milliseconds since a fixed moment of this process; never goes backwards. */
  monotonic(): number;
  /** Runs `action` once after `ms` monotonic milliseconds, unless the returned function was called. Keeps no process alive. */
  after(ms: number, action: () => void): () => void;
  /** Resolves after `ms` milliseconds; resolves early (never rejects) when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Milliseconds. `setTimeout` turns a longer delay into 1 ms. */
const LONGEST_TIMER = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, action) {
    const timer = setTimeout(action, Math.min(Math.max(0, ms), LONGEST_TIMER));
    timer.unref();
    return () => clearTimeout(timer);
  },
  async sleep(ms, signal) {
    try {
      await wait(Math.min(Math.max(0, ms), LONGEST_TIMER), undefined, signal ? { signal } : undefined);
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  },
};

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
