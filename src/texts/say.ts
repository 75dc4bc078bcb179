import { createInstance } from 'i18next';
import { deFields } from './de/fields.ts';
import { deLetters } from './de/letters.ts';
import { deOwn } from './de/own.ts';
import { deRoom } from './de/room.ts';
import { deSite } from './de/site.ts';
import { deTimes } from './de/times.ts';
import { enFields } from './en/fields.ts';
import { enLetters } from './en/letters.ts';
import { enOwn } from './en/own.ts';
import { enRoom } from './en/room.ts';
import { enSite } from './en/site.ts';
import { enTimes } from './en/times.ts';

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** Every language has the same keys and placeholders; `texts.test.ts` checks that. */
type Table = typeof enSite & typeof enFields & typeof enLetters & typeof enOwn & typeof enRoom & typeof enTimes;
/** Plural forms end in `_one` and `_other`. Callers leave the ending out and pass `count`. */
type Key = keyof Table extends infer K ? (K extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : K) : never;
export type TextKey = Key & string;

const german: Record<keyof Table, string> = { ...deSite, ...deFields, ...deLetters, ...deOwn, ...deRoom, ...deTimes };

const i18n = createInstance({
  lng: 'en',
  fallbackLng: 'en',
  keySeparator: false,
  nsSeparator: false,
  // The renderer escapes values. Escaping here too would show "&amp;" to people.
  interpolation: { escapeValue: false },
  resources: {
    en: { translation: { ...enSite, ...enFields, ...enLetters, ...enOwn, ...enRoom, ...enTimes } },
    de: { translation: german },
  },
  initAsync: false,
});
void i18n.init();

/** Returns one sentence in one language. Values fill `{{name}}`; `count` chooses the plural form. */
export const say = (language: Language, key: TextKey, values: Readonly<Record<string, string | number>> = {}): string =>
  i18n.t(key, { ...values, lng: language });
