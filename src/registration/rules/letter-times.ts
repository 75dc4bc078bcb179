import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';

/** `burst` at once, then one in every `every` milliseconds. */
export interface Pace {
  readonly burst: number;
  readonly every: number;
}

/** Epoch milliseconds from which on it can be tried again. */
export interface TryAgain {
  readonly at: number;
}

/** Letters that one application may ask for (hardening, section 5). */
export const perApplication: Pace = { burst: 2, every: 5 * MINUTE };
/** How many times of asking the row of one application keeps, and the most letters that it may ask for in a day. */
export const KEPT = 10;

/** Letters to one canonical address, whichever applications ask for them. */
export const perAddress: Pace = { burst: 3, every: HOUR };

/**
 * The first moment at or after `now` at which one more fits the pace.
 *
 * @param times of the earlier ones, oldest first, epoch milliseconds; one that lies days ahead was written by a clock that
 *   has jumped back since and counts as now, so that nobody waits for a year
 */
export function nextAllowed(times: readonly number[], now: number, { burst, every }: Pace): number {
  const ahead = burst * every;
  let full = Number.NEGATIVE_INFINITY;
  for (const time of times) {
    const at = time > now + 3 * DAY ? now : time;
    full = Math.max(Math.max(at, full - ahead + every), full) + every;
  }
  return Math.max(now, full - ahead + every);
}
