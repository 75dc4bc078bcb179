/** What stands on every page. */
export const enEveryPage = {
  'site.errorPrefix': 'Error: ',
  'site.skip': 'Skip to the content',
  'site.language': 'Language',
  'site.footer': 'These pages work without scripts and load nothing from anywhere else.',
  'site.steps.label': 'The way to your account',
  'site.steps.apply': 'Apply',
  'site.steps.confirm': 'Confirm your address',
  'site.steps.decide': 'The team decides',
  'site.steps.enter': 'Come in',
  'site.summary.title': 'Something needs your attention',
  'site.home': 'Go to the start page',
} as const;
