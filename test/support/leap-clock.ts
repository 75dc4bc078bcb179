import { type Clock, systemClock } from '../../src/kernel/clock.ts';

export interface LeapClock extends Clock {
  /** Wall and monotonic time are that much later from now on; what was due in between happens at once. */
  leap(ms: number): void;
}

interface Timer {
  /** Monotonic milliseconds. */
  readonly due: number;
  readonly action: () => void;
  cancel: () => void;
}

/** The real clock, for real sockets, in which waits of minutes and days can be leapt over. */
export function makeLeapClock(): LeapClock {
  let ahead = 0;
  const timers = new Set<Timer>();

  function arm(timer: Timer): void {
    timer.cancel();
    timer.cancel = systemClock.after(timer.due - clock.monotonic(), () => {
      timers.delete(timer);
      timer.action();
    });
  }

  const clock: LeapClock = {
    now: () => systemClock.now() + ahead,
    monotonic: () => systemClock.monotonic() + ahead,
    after(ms, action) {
      const timer: Timer = { due: clock.monotonic() + Math.max(0, ms), action, cancel: () => {} };
      timers.add(timer);
      arm(timer);
      return () => {
        timers.delete(timer);
        timer.cancel();
      };
    },
    sleep(ms, signal) {
      return new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const end = (): void => {
          cancel();
          signal?.removeEventListener('abort', end);
          resolve();
        };
        const cancel = clock.after(ms, end);
        signal?.addEventListener('abort', end, { once: true });
      });
    },
    leap(ms) {
      ahead += ms;
      for (const timer of timers) arm(timer);
    },
  };
  return clock;
}
