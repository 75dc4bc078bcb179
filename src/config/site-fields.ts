import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseEmailAddress } from '../kernel/email-address.ts';
import { fileTrouble } from '../kernel/file-trouble.ts';
import { fillAddress, fillableNames, unknownName } from '../kernel/fill-address.ts';
import { languageCodes, parseLanguage } from '../kernel/languages.ts';
import type { OwnText, OwnTexts } from '../kernel/own-texts.ts';
import { plainText } from '../kernel/plain-text.ts';
import { field, readLink } from './fields.ts';
import { loadingNow } from './loading.ts';
import { bad, good, type Read } from './read-secret.ts';
import { suggest } from './suggest.ts';

/** An `http` or `https` address, with `?` and `#` if need be, in which `{server}` and the like are filled in later. */
export const fillableUrl = () =>
  field<string>({ type: 'string' }, (value) => {
    const given = typeof value === 'string' ? value.trim() : '';
    const unknown = unknownName(given);
    if (unknown !== undefined) {
      return bad(`has ${unknown} in it`, `known are ${fillableNames.map((name) => `{${name}}`).join(', ')}`);
    }
    const sample = { server: 'example.org', homeserver: 'https://example.org', userId: '@ada:example.org' };
    const read = readLink(fillAddress(given, sample));
    return read.ok ? good(given) : read;
  });

/** The name of a time zone, `Europe/Berlin`; read as the runtime writes it. */
export const timeZone = () =>
  field<string>({ type: 'string' }, (value) => {
    const known = typeof value === 'string' ? zoneOf(value) : undefined;
    if (known !== undefined) return good(known);
    const meant = typeof value === 'string' ? suggest(value, Intl.supportedValuesOf('timeZone')) : undefined;
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
    return bad(`must be the name of a time zone such as Europe/Berlin or UTC${hint}`);
  });

/** Offsets such as `+01:00` are no names: they know no summer time. */
function zoneOf(name: string): string | undefined {
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** Code points of a text of the operator's: a long privacy statement has about 30,000. */
const LONGEST_TEXT = 60_000;

const textShape = {
  anyOf: [
    { type: 'string' },
    { type: 'object', properties: { file: { type: 'string' } }, required: ['file'], additionalProperties: false },
  ],
} as const;
const textByLanguage = Object.fromEntries(languageCodes.map((language) => [language, textShape]));

/**
 * A text of the operator's, `{ file: path }` with the text, or a link; one for everybody, or one for each language as
 * `{ en: …, de: … }`.
 *
 * @param mail true: a mail address alone becomes a link, too
 */
export const ownTexts = ({ longest = LONGEST_TEXT, mail = false } = {}) =>
  field<OwnTexts>(
    {
      anyOf: [
        ...textShape.anyOf,
        { type: 'object', properties: textByLanguage, minProperties: 1, additionalProperties: false },
      ],
    },
    (value) => {
      const entries = isPlainObject(value) && !('file' in value) ? Object.entries(value) : undefined;
      if (entries === undefined) {
        const one = readOwnText(value, longest, mail);
        return one.ok ? good([{ language: undefined, text: one.value }]) : one;
      }
      const other = entries.find(([language]) => parseLanguage(language) === undefined);
      if (other !== undefined) return bad(`has the key ${other[0]}; known are ${languageCodes.join(', ')} and file`);
      if (entries.length === 0) return bad('is empty');
      const texts: OwnTexts[number][] = [];
      for (const [language, of] of entries) {
        const one = readOwnText(of, longest, mail);
        if (!one.ok) return { ...one, sentence: `${one.sentence} (${language})` };
        texts.push({ language, text: one.value });
      }
      return good(texts);
    },
  );

const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readOwnText(value: unknown, longest: number, mail: boolean): Read<OwnText> {
  if (isPlainObject(value)) {
    const { file, ...rest } = value;
    if (typeof file !== 'string' || Object.keys(rest).length > 0) return bad('must be text, a link or { file: path }');
    const read = readTextFile(file);
    return read.ok ? asText(read.value, longest) : read;
  }
  if (typeof value !== 'string') return bad('must be text, a link or { file: path }');
  const line = value.trim();
  if (mail && parseEmailAddress(line) !== undefined) {
    return good({ kind: 'link', url: `mailto:${parseEmailAddress(line)}` });
  }
  if (line.includes('\n') || !/^(?:[a-z][a-z0-9+.-]*:\/\/|www\.)/i.test(line)) return asText(value, longest);
  const link = readLink(/\s/.test(line) ? '' : line);
  return link.ok
    ? good({ kind: 'link', url: link.value.href })
    : bad('is no link', 'begin a link with https://, and give nothing but the link');
}

function readTextFile(name: string): Read<string> {
  const file = path.resolve(loadingNow().folder, name);
  try {
    const found = statSync(file);
    if (!found.isFile()) return bad(`names ${file}, which is not a file`);
    if (found.size > 4 * LONGEST_TEXT) return bad(`names ${file}, which is too long for a page`);
    return good(new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)));
  } catch (error) {
    if (error instanceof TypeError) return bad(`names ${file}, which is no text in UTF-8`);
    const { why, remedy } = fileTrouble(file, error);
    return bad(`names ${file}, which cannot be read: ${why}`, remedy);
  }
}

function asText(given: string, longest: number): Read<OwnText> {
  if (/^\s*<(?:!doctype|html|head|body|div|p|h[1-6])\b/i.test(given)) {
    return bad('is HTML', 'give plain text, in which an empty line begins a paragraph, or a link to the page');
  }
  const text = plainText(given, Number.POSITIVE_INFINITY, true);
  if (text === '') return bad('is empty');
  const { length } = [...text];
  return length > longest
    ? bad(`must have at most ${longest} characters, has ${length}`)
    : good({ kind: 'text', text });
}
