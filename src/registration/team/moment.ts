import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';
import { type Language, say } from '../../texts/say.ts';

// The Swedish order of day and time is the one that everybody reads without thinking.
const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'short' });

/** `2026-11-21 10:05 UTC`: a notice is read for days, so it never says "five minutes ago". @param at epoch milliseconds */
export const moment = (at: number): string => `${format.format(at)} UTC`;

/** How much later, in the largest fitting unit. */
export function span(language: Language, ms: number): string {
  if (ms >= 2 * DAY) return say(language, 'room.took.days', { count: Math.round(ms / DAY) });
  if (ms >= 2 * HOUR) return say(language, 'room.took.hours', { count: Math.round(ms / HOUR) });
  if (ms < MINUTE) return say(language, 'room.took.soon');
  return say(language, 'room.took.minutes', { count: Math.round(ms / MINUTE) });
}
