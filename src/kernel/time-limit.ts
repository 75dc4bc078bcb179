import type { Clock } from './clock.ts';

/** Ends waiting: after a time, or earlier with somebody else's signal. Dispose of it when the work is over. */
export interface TimeLimit extends Disposable {
  /** Aborts at the limit, with a `TimeoutError` as its reason, and with the other signal. */
  readonly signal: AbortSignal;
  /** True once the time is up; the other signal alone leaves it false. */
  readonly isUp: boolean;
}

/** Starts a time limit. @param ms of `clock` */
export function startLimit(clock: Pick<Clock, 'after'>, ms: number, signal: AbortSignal): TimeLimit {
  const late = new AbortController();
  const cancel = clock.after(ms, () => late.abort(new DOMException('no answer in time', 'TimeoutError')));
  return {
    signal: AbortSignal.any([signal, late.signal]),
    get isUp() {
      return late.signal.aborted;
    },
    [Symbol.dispose]: cancel,
  };
}
