import type { enTimes } from '../en/times.ts';

export const deTimes: Record<keyof typeof enTimes, string> = {
  'times.in.minutes_one': 'in einer Minute',
  'times.in.minutes_other': 'in {{count}} Minuten',
  'times.in.hours_one': 'in einer Stunde',
  'times.in.hours_other': 'in {{count}} Stunden',
  'times.in.days_one': 'in einem Tag',
  'times.in.days_other': 'in {{count}} Tagen',
};
