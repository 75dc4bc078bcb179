import type { Clock } from '../kernel/clock.ts';

/** Epoch milliseconds that never run slower than real time while the process lives, even if the wall clock is put back. */
export type SteadyNow = () => number;

/** The time by which codes and links expire, so that none is valid for longer than promised (hardening N7). One per process. */
export function makeSteadyNow(clock: Pick<Clock, 'now' | 'monotonic'>): SteadyNow {
  let at = clock.now();
  let mark = clock.monotonic();
  return () => {
    const mono = clock.monotonic();
    at = Math.max(clock.now(), at + Math.max(0, mono - mark));
    mark = mono;
    return Math.floor(at);
  };
}
