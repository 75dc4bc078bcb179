import type { enEveryPage } from '../../en/site/every-page.ts';

export const deEveryPage: Record<keyof typeof enEveryPage, string> = {
  'site.errorPrefix': 'Fehler: ',
  'site.skip': 'Zum Inhalt springen',
  'site.language': 'Sprache',
  'site.footer': 'Diese Seiten kommen ohne Skripte aus und laden nichts von anderswo.',
  'site.footerLinks': 'Über diesen Dienst',
  'site.own.version': 'Fassung {{version}}',
  'site.steps.label': 'Der Weg zu Ihrem Konto',
  'site.steps.apply': 'Bewerben',
  'site.steps.confirm': 'Adresse bestätigen',
  'site.steps.decide': 'Das Team entscheidet',
  'site.steps.enter': 'Anmelden',
  'site.summary.title': 'Hier stimmt etwas noch nicht',
  'site.instead': 'Mit {{value}} absenden',
  'site.home': 'Zur Startseite',
};
