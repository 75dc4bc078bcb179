import { createInstance } from 'i18next';
import type { Language } from '../kernel/languages.ts';
import { de } from './de.ts';
import { en, type Texts } from './en.ts';

export type { Language };

/** Every sentence in every language. */
export const texts: Readonly<Record<Language, Texts>> = { en, de };

/** Plural forms end in `_one` and `_other`. Callers leave the ending out and pass `count`. */
type Key = keyof Texts extends infer K ? (K extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : K) : never;
export type TextKey = Key & string;

const i18n = createInstance({
  lng: 'en',
  fallbackLng: 'en',
  keySeparator: false,
  nsSeparator: false,
  // The renderer escapes values. Escaping here too would show "&amp;" to people.
  interpolation: { escapeValue: false },
  resources: Object.fromEntries(Object.entries(texts).map(([language, translation]) => [language, { translation }])),
  initAsync: false,
});
void i18n.init();

/** Returns one sentence in one language. Values fill `{{name}}`; `count` chooses the plural form. */
export const say = (language: Language, key: TextKey, values: Readonly<Record<string, string | number>> = {}): string =>
  i18n.t(key, { ...values, lng: language });
