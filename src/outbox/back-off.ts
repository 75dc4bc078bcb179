import { HOUR, MINUTE, SECOND } from '../kernel/clock.ts';

const FIRST_MS = 5 * SECOND;
const LONGEST_MS = 15 * MINUTE;
const LONGEST_ASKED_MS = HOUR;
const SHORTEST_MS = SECOND;
const LONGEST_PROBE_MS = MINUTE;

/**
 * Returns the wait that the other side asked for, limited to between a second and an hour; undefined if it asked for none, or
 * for nonsense.
 */
export function askedWait(afterMs: number | undefined): number | undefined {
  if (afterMs === undefined || Number.isNaN(afterMs) || afterMs < 0) return undefined;
  return Math.min(LONGEST_ASKED_MS, Math.max(SHORTEST_MS, Math.ceil(afterMs)));
}

/**
 * Returns the wait before the next attempt of one job, in milliseconds: 5 s, doubled with each failure up to 15 minutes. The job
 * waits three quarters to all of that, so that jobs that failed together do not come back together.
 *
 * @param failures so far, including this one
 * @param jobId spreads the waits: the same job always gets the same share
 * @param afterMs the wait that the other side asked for
 */
export function waitAfterFailure(failures: number, jobId: string, afterMs: number | undefined): number {
  const asked = askedWait(afterMs);
  if (asked !== undefined) return asked;
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(20, Math.max(0, failures - 1)));
  return Math.floor(full * (0.75 + 0.25 * shareOf(jobId, failures)));
}

/**
 * Returns the wait before a paused place is tried again: a second, doubled with each failure up to a minute, or what it asked
 * for.
 */
export const waitBeforeProbe = (failures: number, afterMs: number | undefined): number =>
  askedWait(afterMs) ?? Math.min(LONGEST_PROBE_MS, SHORTEST_MS * 2 ** Math.min(10, Math.max(0, failures - 1)));

/** Returns a number from 0 to 1, spread evenly over ids: the end of a UUIDv7 is random. */
function shareOf(jobId: string, failures: number): number {
  const digits = /^[0-9a-f]{6}$/.test(jobId.slice(-6)) ? Number.parseInt(jobId.slice(-6), 16) : 0x800000;
  return ((digits + Math.max(0, failures) * 7_919_317) % 0x1000000) / 0x1000000;
}
