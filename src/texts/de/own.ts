import type { enOwn } from '../en/own.ts';

export const deOwn: Record<keyof typeof enOwn, string> = {
  'own.terms': 'Nutzungsbedingungen',
  'own.rules': 'Hausregeln',
  'own.privacy': 'Datenschutz',
  'own.imprint': 'Impressum',
  'own.contact': 'Kontakt',
};
