/** How long somebody has to wait. */
export const enTimes = {
  'times.in.minutes_one': 'in one minute',
  'times.in.minutes_other': 'in {{count}} minutes',
  'times.in.hours_one': 'in one hour',
  'times.in.hours_other': 'in {{count}} hours',
  'times.in.days_one': 'in one day',
  'times.in.days_other': 'in {{count}} days',
} as const;
