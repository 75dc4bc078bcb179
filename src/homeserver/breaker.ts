import { type Clock, SECOND } from '../kernel/clock.ts';

/** Failures in a row until nobody is sent into a dead end any more. */
const FAILURES = 5;
const FIRST_PAUSE = SECOND;
const LONGEST_PAUSE = 30 * SECOND;

export interface Breaker {
  /** Milliseconds to wait, or 0: go. After a pause exactly one caller goes and finds out for all. */
  wait(): number;
  worked(): void;
  failed(): void;
  /** The caller whom `wait` let go learnt nothing, e.g. it was stopped: the next one may find out. */
  unsaid(): void;
}

/**
 * Keeps us from asking a homeserver that does not answer. Measured on the monotonic clock: the breaker of the library at hand
 * compares wall-clock times and stays open for a year when the clock is set back by one (hardening N7).
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
      // Calls that were under way when it opened fail later: they do not lengthen the pause.
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
