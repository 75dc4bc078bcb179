import { type Logger as Pino, pino } from 'pino';
import { Fault } from './fault.ts';
import { invisible, joiners } from './invisible.ts';

/** Values for a log line. The log cuts and cleans text from outside by itself; secrets must be `Secret`. */
export type LogFields = Readonly<Record<string, unknown>>;

/** error = someone must act now; warn = we healed it; info = a person did something; debug = the rest. */
export interface Logger {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  /** The same log with fields on every line, e.g. `{ part: 'outbox' }`. */
  with(fields: LogFields): Logger;
}

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

const LONGEST_VALUE = 1_000;
// Control characters, line separators and what is invisible are escaped, so that a logged value stays one visible line.
const unprintable = new RegExp(`[\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029${invisible}${joiners}]`, 'g');

/** Makes text one printable line, cut after 1,000 characters. */
function cleanForLog(text: string): string {
  const cut = text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
  return cut.toWellFormed().replace(unprintable, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanForLog(value);
  if (value instanceof Fault) {
    const { code, message, remedy } = value;
    return { code, message: cleanForLog(message), ...(remedy ? { remedy: cleanForLog(remedy) } : {}) };
  }
  // The message of a library's error may hold a URL or credentials: its class and code say enough (hardening L3).
  if (value instanceof Error) return { name: value.name, code: (value as { code?: unknown }).code, at: ownLine(value) };
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? String(value) : value;
  if ('toJSON' in value && typeof value.toJSON === 'function') return clean(value.toJSON(), depth);
  if (depth >= 4) return '[deep]';
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => clean(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, 50)
      .map(([key, item]) => [cleanForLog(key), clean(item, depth + 1)]),
  );
}

/** The first stack line in our own code, from `src/` or `dist/` on. */
function ownLine(error: Error): string | undefined {
  return error.stack?.match(/\/((?:src|dist)\/[^\s)]+)/)?.[1];
}

function wrap(log: Pino): Logger {
  const writeAt = (level: LogLevel) => (message: string, fields?: LogFields) => {
    if (log.isLevelEnabled(level)) log[level](clean(fields ?? {}, 0) as object, cleanForLog(message));
  };
  return {
    error: writeAt('error'),
    warn: writeAt('warn'),
    info: writeAt('info'),
    debug: writeAt('debug'),
    with: (fields) => wrap(log.child(clean(fields, 0) as object)),
  };
}

/** Writes JSON lines, synchronously: pino's asynchronous stream grew without bound in a saturated process. */
export function makeLog(level: LogLevel, write: (line: string) => void): Logger {
  return wrap(
    pino(
      {
        level,
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
      },
      { write },
    ),
  );
}

export const silentLog: Logger = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  with: () => silentLog,
};
