import { type Clock, SECOND } from '../kernel/clock.ts';

/** After so many failures in a row the breaker opens: requests fail at once. */
const FAILURES = 5;
const FIRST_PAUSE = SECOND;
const LONGEST_PAUSE = 30 * SECOND;

export interface Breaker {
  /** Milliseconds to wait; 0 means go ahead. After a pause exactly one caller is let through to find out for all. */
  wait(): number;
  worked(): void;
  failed(): void;
  /** The caller that `wait` let through learnt nothing, e.g. because it was stopped: the next one is let through. */
  unsaid(): void;
}

/**
 * Keeps us from asking a homeserver that does not answer. It uses the monotonic clock: the breaker of a library compares
 * wall-clock times, so it would stay open for a year when the clock is set back by a year (hardening N7).
 */
export function makeBreaker(clock: Pick<Clock, 'monotonic'>): Breaker {
  let failures = 0;
  let pause = FIRST_PAUSE;
  /** Monotonic; undefined while closed. */
  let openUntil: number | undefined;
  let trying = false;
  return {
    wait() {
      if (openUntil === undefined) return 0;
      const left = openUntil - clock.monotonic();
      if (left > 0) return left;
      if (trying) return FIRST_PAUSE;
      trying = true;
      return 0;
    },
    worked() {
      failures = 0;
      pause = FIRST_PAUSE;
      openUntil = undefined;
      trying = false;
    },
    failed() {
      failures += 1;
      if (failures < FAILURES) return;
      // Calls that were under way when it opened may fail only now: they must not lengthen the pause.
      if (openUntil !== undefined && !trying) return;
      if (openUntil !== undefined) pause = Math.min(2 * pause, LONGEST_PAUSE);
      trying = false;
      openUntil = clock.monotonic() + pause;
    },
    unsaid() {
      trying = false;
    },
  };
}
