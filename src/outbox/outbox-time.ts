import { type Clock, MINUTE, SECOND } from '../kernel/clock.ts';

/** A wall clock that differs from what it should say by more than this has been put somewhere else. */
const JUMP_MS = 5 * SECOND;
/** A new wall time that stands for so long is believed. */
const BELIEVED_AFTER_MS = 10 * MINUTE;

/** What time it is for jobs, although the wall clock may jump by a year and back (hardening N7). Epoch milliseconds. */
export interface OutboxTime {
  /** Runs on evenly; follows the wall clock once that has stayed where it is for ten minutes. */
  steady(): number;
  /** What is due until then: a clock put back holds nothing up. */
  dueUntil(): number;
  /** What ended before is too late: a clock put forward by mistake kills nothing. */
  expiredUntil(): number;
}

export function makeOutboxTime(clock: Pick<Clock, 'now' | 'monotonic'>): OutboxTime {
  /** Wall time minus monotonic time, as believed and as last seen. */
  let believed = clock.now() - clock.monotonic();
  let doubted = believed;
  let doubtedSince = clock.monotonic();

  function steady(): number {
    const monotonic = clock.monotonic();
    const seen = clock.now() - monotonic;
    if (Math.abs(seen - believed) <= JUMP_MS) {
      believed = seen;
    } else if (Math.abs(seen - doubted) > JUMP_MS) {
      doubted = seen;
      doubtedSince = monotonic;
    } else if (monotonic - doubtedSince >= BELIEVED_AFTER_MS) {
      believed = seen;
    }
    return Math.floor(monotonic + believed);
  }

  return {
    steady,
    dueUntil: () => Math.max(steady(), clock.now()),
    expiredUntil: () => Math.min(steady(), clock.now()),
  };
}
