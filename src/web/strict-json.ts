/** Levels of objects and lists; what programs send us has about five. */
const DEEPEST = 32;
/** Lists, objects, and what is separated by commas in them. The largest body, 8 MB of alerts, has one for every 30 bytes. */
const MOST_VALUES = 300_000;
/** Keys of one object: more are no message of a program, and take seconds of everybody's time. */
const MOST_KEYS = 1_000;

/** A body that is not the JSON we read. The message says why in a few words, and never holds what was sent. */
export class JsonProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'JsonProblem';
  }
}

/** From where a number begins to its end. */
const NUMBER = /-?\d[\d.eE+-]*/y;
const COLON = /\s*:/y;

/**
 * Reads I-JSON (RFC 7493), which means the same to every reader: no key twice in one object, no lone surrogates, no number
 * that reading would change. Also refuses the key `__proto__`, which would give an object other properties as soon as
 * somebody copies it, more than 32 levels, more than 300,000 values, and more than 1,000 keys in one object. Throws `JsonProblem`.
 */
export function parseStrictJson(text: string): unknown {
  refuseSize(text);
  const value = parse(text);
  /** Keys seen so far, one set for each object that is open; undefined for a list. */
  const open: (Set<string> | undefined)[] = [];
  const [number, colon] = [new RegExp(NUMBER), new RegExp(COLON)];
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at] ?? '';
    if (mark === '"') {
      const end = endOfString(text, at);
      const read = readString(text.slice(at, end));
      colon.lastIndex = end;
      if (colon.test(text)) addKey(open.at(-1), read);
      at = end - 1;
    } else if (mark === '{') {
      open.push(new Set());
    } else if (mark === '[') {
      open.push(undefined);
    } else if (mark === '}' || mark === ']') {
      open.pop();
    } else if (mark === '-' || (mark >= '0' && mark <= '9')) {
      number.lastIndex = at;
      const [written = ''] = number.exec(text) ?? [];
      checkNumber(written);
      at += written.length - 1;
    }
  }
  return value;
}

/**
 * Before anything is built of it: millions of brackets take a second, millions of values half of one, and nobody is served meanwhile. What
 * is no JSON may pass here.
 */
function refuseSize(text: string): void {
  let [depth, values] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at];
    // A string without an end is no JSON.
    if (mark === '"') at = (endOfString(text, at) || text.length) - 1;
    else if (mark === '}' || mark === ']') depth -= 1;
    else if (mark === ',') values += 1;
    else if (mark === '{' || mark === '[') {
      depth += 1;
      values += 1;
    }
    if (values > MOST_VALUES) throw new JsonProblem(`must have at most ${MOST_VALUES} values`);
    if (depth > DEEPEST) throw new JsonProblem(`must have at most ${DEEPEST} levels`);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new JsonProblem('must be JSON');
  }
}

/**
 * Where the string ends that begins at `from`: behind its closing quote; 0 where there is none. Not part of the pattern, which needs memory for every escape
 * of a string and overflows at a few millions of them.
 */
function endOfString(text: string, from: number): number {
  let quote = text.indexOf('"', from + 1);
  while (isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote + 1;
}

/** An odd number of backslashes stands in front. */
function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

function readString(quoted: string): string {
  const text = quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
  if (!text.isWellFormed()) throw new JsonProblem('must not hold half of a surrogate pair');
  return text;
}

function addKey(keys: Set<string> | undefined, key: string): void {
  if (key === '__proto__') throw new JsonProblem('must not have the key __proto__');
  if (keys?.has(key)) throw new JsonProblem('must not have a key twice');
  if (keys?.size === MOST_KEYS) throw new JsonProblem(`must have at most ${MOST_KEYS} keys in an object`);
  keys?.add(key);
}

/** Everybody expects a fraction to be rounded, but nobody expects that of a whole number. */
function checkNumber(written: string): void {
  const value = Number(written);
  const changed = /[.eE]/.test(written) ? !Number.isFinite(value) : !Number.isSafeInteger(value);
  if (changed) throw new JsonProblem('must not hold numbers beyond 2^53');
}
