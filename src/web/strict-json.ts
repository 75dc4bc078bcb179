/** Levels of objects and lists; what programs send us has about five. */
const DEEPEST = 32;

/** A body that is not the JSON we read. The message says why in a few words, and never holds what was sent. */
export class JsonProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'JsonProblem';
  }
}

/** In a text that is known to be JSON: a string, with the colon behind it when it is a key; a bracket; a number. */
const PIECES = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\]]|-?\d[\d.eE+-]*/g;

/**
 * Reads I-JSON (RFC 7493), which means the same to every reader: no key twice in one object, no lone surrogates, no number
 * that reading would change. Also refuses the key `__proto__`, which would give an object other properties as soon as
 * somebody copies it, and more than 32 levels. Throws `JsonProblem`.
 */
export function parseStrictJson(text: string): unknown {
  const value = parse(text);
  /** Keys seen so far, one set for each object or list that is open. */
  const open: Set<string>[] = [];
  for (const [piece, quoted, colon] of text.matchAll(PIECES)) {
    if (quoted !== undefined) {
      const read = readString(quoted);
      if (colon !== undefined) addKey(open.at(-1), read);
    } else if (piece === '{' || piece === '[') {
      if (open.push(new Set()) > DEEPEST) throw new JsonProblem(`must have at most ${DEEPEST} levels`);
    } else if (piece === '}' || piece === ']') {
      open.pop();
    } else {
      checkNumber(piece);
    }
  }
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new JsonProblem('must be JSON');
  }
}

function readString(quoted: string): string {
  const text = String(JSON.parse(quoted));
  if (!text.isWellFormed()) throw new JsonProblem('must not hold half of a surrogate pair');
  return text;
}

function addKey(keys: Set<string> | undefined, key: string): void {
  if (key === '__proto__') throw new JsonProblem('must not have the key __proto__');
  if (keys?.has(key)) throw new JsonProblem('must not have a key twice');
  keys?.add(key);
}

/** Everybody expects a fraction to be rounded, but nobody expects that of a whole number. */
function checkNumber(written: string): void {
  const value = Number(written);
  const changed = /[.eE]/.test(written) ? !Number.isFinite(value) : !Number.isSafeInteger(value);
  if (changed) throw new JsonProblem('must not hold numbers beyond 2^53');
}
