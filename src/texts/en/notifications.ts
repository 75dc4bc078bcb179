/** What Porter itself says in notifications of others. */
export const enNotifications = {
  'notifications.waited': 'waiting since {{since}}',
  'notifications.repeated_one': '(repeated once more since {{since}})',
  'notifications.repeated_other': '(repeated {{count}} times since {{since}})',
  'notifications.flood.title_one': 'One more notification within a minute',
  'notifications.flood.title_other': '{{count}} more notifications within a minute',
  'notifications.flood.why': 'More than {{most}} came since {{since}}, so the rest is shown together:',
  'notifications.flood.more_one': '… and one more',
  'notifications.flood.more_other': '… and {{count}} more',
  'notifications.digest.title_one': 'One notification since {{since}}',
  'notifications.digest.title_other': '{{count}} notifications since {{since}}',
  'notifications.digest.times': '({{count}} times)',
  'notifications.digest.cleared_one': 'Left out: one that is over again',
  'notifications.digest.cleared_other': 'Left out: {{count}} that are over again',
  'notifications.remark.noText': '(something that is not text)',
} as const;
