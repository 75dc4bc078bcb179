import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';
import { type Language, say } from '../../texts/say.ts';

// Swedish writes `2026-11-21 10:05`, which nobody takes for another day.
const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'short' });

/** `2026-11-21 10:05 UTC`: a notice is read for days, so "five minutes ago" would soon be wrong. @param at epoch milliseconds */
export const moment = (at: number): string => `${format.format(at)} UTC`;

/** A duration as `3 hours later`, in the largest unit that fits. @param ms milliseconds */
export function span(language: Language, ms: number): string {
  if (ms >= 2 * DAY) return say(language, 'room.took.days', { count: Math.round(ms / DAY) });
  if (ms >= 2 * HOUR) return say(language, 'room.took.hours', { count: Math.round(ms / HOUR) });
  if (ms < MINUTE) return say(language, 'room.took.soon');
  return say(language, 'room.took.minutes', { count: Math.round(ms / MINUTE) });
}
