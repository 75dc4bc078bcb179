/** What the operator's own texts are called. */
export const enOwn = {
  'own.terms': 'Terms of use',
  'own.rules': 'House rules',
  'own.privacy': 'Privacy',
  'own.imprint': 'Imprint',
  'own.contact': 'Contact',
} as const;
