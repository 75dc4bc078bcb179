import type { IncomingMessage } from 'node:http';
import { HttpProblem, type ProblemKind } from './http-problem.ts';

/** A posted form; each name stands in it once. It is a Map, in which no name (such as `__proto__`) has a special meaning. */
export type Form = ReadonlyMap<string, string>;

const FORM_BYTES = 16_384;
const MOST_FIELDS = 40;

/** What was typed into a field, '' when the form has none of that name. */
export const field = (form: Form, name: string): string => form.get(name) ?? '';

/**
 * Reads an urlencoded body of at most `limit` bytes. Throws `HttpProblem`: another type or any content coding is `media`, too
 * much is `too-large` (known before the first byte where the length is announced), invalid UTF-8 is `not-utf8`, broken
 * escapes or a field that comes twice is `bad-request`.
 */
export async function readForm(req: IncomingMessage, limit = FORM_BYTES): Promise<Form> {
  expectType(req, 'application/x-www-form-urlencoded');
  return parseForm(await readBody(req, limit));
}

/** Throws `HttpProblem` `media` unless the body is of this type, in UTF-8 and without a content coding. @param wanted in lower case */
export function expectType(req: IncomingMessage, wanted: string): void {
  const [type = '', ...parameters] = (req.headers['content-type'] ?? '').toLowerCase().split(';');
  if (type.trim() !== wanted) throw new HttpProblem('media');
  const charset = parameters.map((one) => one.trim()).find((one) => one.startsWith('charset='));
  if (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset)) throw new HttpProblem('media');
  expectPlainCoding(req);
}

/** Throws `HttpProblem` `media` if the body has a content coding. */
export function expectPlainCoding(req: IncomingMessage): void {
  const coding = req.headers['content-encoding'] ?? 'identity';
  if (coding.trim().toLowerCase() !== 'identity') throw new HttpProblem('media');
}

/** Bytes that every body may have, and bytes beyond that of all bodies that are being read: whoever sends many large ones slowly holds memory. */
const ALWAYS_BYTES = 65_536;
const LARGE_BYTES = 100_663_296;
const large = { bytes: 0 };

/**
 * Reads the body as bytes. Throws `HttpProblem`: `too-large` beyond `limit` bytes, `bad-request` when it ends too early, `too-many` while too
 * much of other large bodies is being read.
 */
export function readBody(req: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(req.headers['content-length'] ?? 0) > limit) return Promise.reject(new HttpProblem('too-large'));
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let size = 0;
    let over = false;
    let beyond = 0;
    const end = () => {
      over = true;
      large.bytes -= beyond;
      beyond = 0;
    };
    const stop = (kind: ProblemKind) => {
      // `close` follows every request, also one that was read to its end.
      if (over) return;
      end();
      req.off('data', take);
      req.pause();
      reject(new HttpProblem(kind));
    };
    const take = (piece: Buffer) => {
      size += piece.length;
      if (size > limit) return stop('too-large');
      const more = Math.max(0, size - ALWAYS_BYTES) - beyond;
      if (more > 0 && large.bytes + more > LARGE_BYTES) return stop('too-many');
      beyond += more;
      large.bytes += more;
      pieces.push(piece);
    };
    req.on('data', take);
    req.once('end', () => {
      if (!over) end();
      resolve(Buffer.concat(pieces));
    });
    req.once('error', () => stop('bad-request'));
    req.once('close', () => stop('bad-request'));
  });
}

/** Strict: see `readForm`. */
export function parseForm(body: Uint8Array): Form {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw new HttpProblem('not-utf8');
  }
  const form = new Map<string, string>();
  if (text === '') return form;
  const pairs = text.split('&', MOST_FIELDS + 1);
  if (pairs.length > MOST_FIELDS) throw new HttpProblem('bad-request');
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const name = decodePart(equals < 0 ? pair : pair.slice(0, equals));
    if (form.has(name)) throw new HttpProblem('bad-request');
    form.set(name, equals < 0 ? '' : decodePart(pair.slice(equals + 1)));
  }
  return form;
}

/** `decodeURIComponent` refuses what is not UTF-8, encoded surrogates included. */
function decodePart(text: string): string {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) throw new HttpProblem('bad-request');
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new HttpProblem('not-utf8');
  }
}
