import type { Clock } from '../../src/kernel/clock.ts';

export interface TestClock extends Clock {
  /** Moves wall and monotonic time on, running due timers in order; promises they resolve run in between. */
  advance(ms: number): Promise<void>;
  /** Moves the wall clock alone, as an administrator or NTP would; may be negative. */
  jump(ms: number): void;
  /** Timers and sleeps that wait. */
  readonly waiting: number;
}

interface Timer {
  readonly due: number;
  readonly action: () => void;
}

/** Lets promise callbacks run until a turn of the event loop has passed. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** @param start epoch milliseconds the wall clock begins at */
export function makeTestClock(start = Date.UTC(2026, 10, 21, 12)): TestClock {
  let wall = start;
  let mono = 0;
  let timers: Timer[] = [];

  const clock: TestClock = {
    now: () => wall,
    monotonic: () => mono,
    get waiting() {
      return timers.length;
    },
    after(ms, action) {
      const timer = { due: mono + Math.max(0, ms), action };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    sleep(ms, signal) {
      return new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const cancel = clock.after(ms, () => {
          signal?.removeEventListener('abort', early);
          resolve();
        });
        const early = (): void => {
          cancel();
          resolve();
        };
        signal?.addEventListener('abort', early, { once: true });
      });
    },
    async advance(ms) {
      const end = mono + ms;
      await settle();
      for (;;) {
        const next = timers.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
        if (next === undefined) break;
        timers = timers.filter((timer) => timer !== next);
        wall += Math.max(0, next.due - mono);
        mono = Math.max(mono, next.due);
        next.action();
        await settle();
      }
      wall += end - mono;
      mono = end;
      await settle();
    },
    jump(ms) {
      wall += ms;
    },
  };
  return clock;
}
