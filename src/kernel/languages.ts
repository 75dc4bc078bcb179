/**
 * The languages that people can choose, each with what it calls itself and the locale that writes its times. One more language is
 * its texts in `texts/`, their line in `texts/say.ts`, and its line here.
 */
const table = {
  en: { ownName: 'English', locale: 'en-GB' },
  de: { ownName: 'Deutsch', locale: 'de-DE' },
} as const;

export type Language = keyof typeof table;

/** What each language is called and written like. */
export const languages: Readonly<Record<Language, { readonly ownName: string; readonly locale: string }>> = table;

/** Their codes, as in the configuration, in cookies and in stored documents. */
export const languageCodes = Object.keys(table) as readonly Language[];

export const parseLanguage = (text: string | undefined | null): Language | undefined =>
  languageCodes.find((one) => one === text);

/** What one language calls another: `German`, `Englisch`. */
export const languageName = (of: Language, language: Language): string =>
  new Intl.DisplayNames(language, { type: 'language' }).of(of) ?? languages[of].ownName;
