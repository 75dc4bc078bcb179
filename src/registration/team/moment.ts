import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';
import { type Language, say } from '../../texts/say.ts';
import { shortTime } from '../../texts/times.ts';
import type { RegistrationSettings } from '../settings.ts';

export type MomentSettings = Pick<RegistrationSettings, 'teamLanguage' | 'timeZone'>;

/** A time as the team reads it, see `shortTime`. @param at epoch milliseconds */
export const moment = (at: number, { teamLanguage, timeZone }: MomentSettings): string =>
  shortTime(at, teamLanguage, timeZone);

/** A duration as `3 hours later`, in the largest unit that fits. @param ms milliseconds */
export function span(language: Language, ms: number): string {
  if (ms >= 2 * DAY) return say(language, 'room.took.days', { count: Math.round(ms / DAY) });
  if (ms >= 2 * HOUR) return say(language, 'room.took.hours', { count: Math.round(ms / HOUR) });
  if (ms < MINUTE) return say(language, 'room.took.soon');
  return say(language, 'room.took.minutes', { count: Math.round(ms / MINUTE) });
}
