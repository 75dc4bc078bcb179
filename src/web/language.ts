import type { IncomingMessage, ServerResponse } from 'node:http';
import { match } from '@formatjs/intl-localematcher';
import { type Language, languageCodes, parseLanguage } from '../kernel/languages.ts';
import { cookieName, readCookie, setCookie } from './cookies.ts';

const YEAR = 365 * 24 * 3_600;

export interface LanguageChoice {
  /**
   * The language of this visit: `?lang=` (kept from then on), what was kept, `known` (the application's), what the browser
   * asks for, the operator's default.
   */
  of(req: IncomingMessage, res: ServerResponse, known?: Language): Language;
  /** A switch that came by a form: counts for this response and is remembered. */
  keep(res: ServerResponse, language: Language): void;
}

export function makeLanguageChoice(secure: boolean, fallback: Language): LanguageChoice {
  const name = cookieName('lang', secure);
  const chosen = new WeakMap<ServerResponse, Language>();
  const keep = (res: ServerResponse, language: Language) => {
    if (chosen.get(res) === language) return;
    chosen.set(res, language);
    if (!res.headersSent) setCookie(res, name, language, { secure, life: YEAR });
  };

  return {
    of(req, res, known) {
      const asked = parseLanguage(queryOf(req).get('lang'));
      if (asked !== undefined) keep(res, asked);
      return (
        chosen.get(res) ??
        parseLanguage(readCookie(req, name)) ??
        known ??
        askedLanguage(req.headers['accept-language'], fallback)
      );
    },
    keep,
  };
}

/** The query of a request; empty when the address cannot be read. */
export function queryOf(req: IncomingMessage): URLSearchParams {
  const at = (req.url ?? '').indexOf('?');
  return new URLSearchParams(at < 0 ? '' : (req.url ?? '').slice(at));
}

/** The language that a program asks for (RFC 9110, section 12.5.4). @param header `Accept-Language` */
export function askedLanguage(header: string | undefined, fallback: Language): Language {
  const wanted = (header ?? '')
    .slice(0, 300)
    .split(',', 12)
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const q = parameters.map((one) => one.trim()).find((one) => one.startsWith('q='));
      return { tag: tag.trim(), weight: q === undefined ? 1 : Number(q.slice(2)) };
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0 && isLocale(tag))
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
  if (wanted.length === 0) return fallback;
  // "best fit" would also match distantly related languages; "lookup" falls back step by step as RFC 4647 says.
  return parseLanguage(match(wanted, languageCodes, fallback, { algorithm: 'lookup' })) ?? fallback;
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
