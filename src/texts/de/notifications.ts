import type { enNotifications } from '../en/notifications.ts';

export const deNotifications: Record<keyof typeof enNotifications, string> = {
  'notifications.waited': 'wartet seit {{since}}',
  'notifications.repeated_one': '(seit {{since}} noch einmal gekommen)',
  'notifications.repeated_other': '(seit {{since}} noch {{count}}-mal gekommen)',
  'notifications.flood.title_one': 'Eine weitere Mitteilung in einer Minute',
  'notifications.flood.title_other': '{{count}} weitere Mitteilungen in einer Minute',
  'notifications.flood.why': 'Seit {{since}} kamen mehr als {{most}}, deshalb steht der Rest zusammen:',
  'notifications.flood.more_one': '… und noch eine',
  'notifications.flood.more_other': '… und noch {{count}}',
  'notifications.digest.title_one': 'Eine Mitteilung seit {{since}}',
  'notifications.digest.title_other': '{{count}} Mitteilungen seit {{since}}',
  'notifications.digest.times': '({{count}}-mal)',
  'notifications.digest.cleared_one': 'Ausgelassen: eine, die sich erledigt hat',
  'notifications.digest.cleared_other': 'Ausgelassen: {{count}}, die sich erledigt haben',
  'notifications.remark.noText': '(etwas, das kein Text ist)',
};
