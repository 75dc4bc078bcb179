import { DAY } from '../kernel/clock.ts';
import { counted } from '../kernel/counted.ts';

/** certbot renews 30 days before the end: with fewer left than this, it has failed for days. */
const SOON = 21 * DAY;

/** Is the end so near that renewing has failed? Both in epoch milliseconds. */
export const endsSoon = (end: number, now: number): boolean => end - now < SOON;

/** Returns `2026-05-31 (20 days left)`, or `2026-05-31 (3 days ago)`. Both in epoch milliseconds. */
export function endInWords(end: number, now: number): string {
  const days = counted(Math.floor(Math.abs(end - now) / DAY), 'day');
  return `${new Date(end).toISOString().slice(0, 10)} (${days} ${end < now ? 'ago' : 'left'})`;
}
