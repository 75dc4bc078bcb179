import type { Language } from '../texts/say.ts';

const format: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  en: makeFormat('en-GB'),
  de: makeFormat('de-DE'),
};

/** The server's zone is named, because the reader may be in another one. */
function makeFormat(locale: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
}

/** @param at epoch milliseconds */
export const momentText = (at: number, language: Language): string => format[language].format(at);

/** Whole seconds for `Retry-After`, at least 1. */
export const secondsUntil = (at: number, now: number): number => Math.max(1, Math.ceil((at - now) / 1_000));
