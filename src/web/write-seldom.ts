import { type Clock, MINUTE } from '../kernel/clock.ts';
import type { LogFields } from '../kernel/log.ts';

/**
 * Writes at most one line per minute. Use it for what a stranger can cause as often as they like, so that nobody can fill the log.
 *
 * @param write gets the fields and `times`: how often it happened since the last line, this one counted
 */
export function makeWriteSeldom(clock: Clock, write: (fields: LogFields) => void): (fields: LogFields) => void {
  let last = Number.NEGATIVE_INFINITY;
  let times = 0;
  return (fields) => {
    times += 1;
    if (clock.monotonic() - last < MINUTE) return;
    last = clock.monotonic();
    write({ ...fields, times });
    times = 0;
  };
}
