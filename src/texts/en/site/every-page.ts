/** Texts on every page. */
export const enEveryPage = {
  'site.errorPrefix': 'Error: ',
  'site.skip': 'Skip to the content',
  'site.language': 'Language',
  'site.footer': 'These pages work without scripts and load nothing from anywhere else.',
  'site.footerLinks': 'About this service',
  'site.own.version': 'Version {{version}}',
  'site.steps.label': 'Steps to your account',
  'site.steps.apply': 'Apply',
  'site.steps.confirm': 'Confirm your email',
  'site.steps.decide': 'The team decides',
  'site.steps.enter': 'Log in',
  'site.summary.title': 'Something needs your attention',
  'site.instead': 'Send with {{value}}',
  'site.home': 'Go to the start page',
} as const;
