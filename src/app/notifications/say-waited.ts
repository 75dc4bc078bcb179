import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';

/** `waiting since 2026-11-30 21:40 UTC (3 hours)`. Both epoch milliseconds. */
export function sayWaited(from: number, now: number): string {
  const time = new Date(from).toISOString().slice(0, 16).replace('T', ' ');
  return `waiting since ${time} UTC (${lengthOf(now - from)})`;
}

/** The largest unit of which there are at least two, rounded down. */
function lengthOf(ms: number): string {
  if (ms >= 2 * DAY) return `${Math.floor(ms / DAY)} days`;
  if (ms >= 2 * HOUR) return `${Math.floor(ms / HOUR)} hours`;
  return `${Math.max(1, Math.floor(ms / MINUTE))} minutes`;
}
