import { DAY, HOUR, MINUTE } from '../kernel/clock.ts';
import { type Language, languages } from '../kernel/languages.ts';
import { say } from './say.ts';

/*
 * The only place that writes times for people who read pages, letters or the team room. The zone is always named, because the
 * reader may be in another one. The command line writes UTC by itself.
 */

const made = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes longer than using it. A process has one zone, so this map stays small. */
function format(locale: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, timeZone, options]);
  const known = made.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone });
  made.set(key, known);
  return known;
}

/** `21 November 2026 at 11:05 CET`, for a page. @param at epoch milliseconds @param timeZone IANA name */
export const longTime = (at: number, language: Language, timeZone: string): string =>
  format(languages[language].locale, timeZone, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at);

/**
 * `2026-11-21 11:05 CET`, for the team room: a notice is read for days, so "five minutes ago" would soon be wrong.
 *
 * @param at epoch milliseconds
 * @param timeZone IANA name
 */
export function shortTime(at: number, language: Language, timeZone: string): string {
  // Swedish writes `2026-11-21 11:05`, which nobody takes for another day.
  const time = format('sv-SE', timeZone, { dateStyle: 'short', timeStyle: 'short' }).format(at);
  const zone = format(languages[language].locale, timeZone, { timeZoneName: 'short' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName');
  return `${time} ${zone?.value ?? timeZone}`;
}

/**
 * `in 40 minutes`: when to come back. Rounded up, so that nobody comes too early.
 *
 * @param wait milliseconds; what is less than a minute, or over, is one minute
 */
export function waitText(wait: number, language: Language): string {
  const minutes = Math.max(1, Math.ceil(wait / MINUTE));
  if (minutes <= 90) return say(language, 'times.in.minutes', { count: minutes });
  if (wait <= 2 * DAY) return say(language, 'times.in.hours', { count: Math.ceil(wait / HOUR) });
  return say(language, 'times.in.days', { count: Math.ceil(wait / DAY) });
}
