import { duration } from '../config/fields.ts';

const form = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(Z|[+-]\d\d:\d\d)?$/;

export const MOMENT_HINT = "--until takes a moment such as 2026-12-01T20:00 (this machine's time) or 2026-12-01T20:00Z";

/** Reads `2026-12-01T20:00` as epoch seconds, in this machine's time zone unless it names one. Undefined for anything else. */
export function parseMoment(text: string): number | undefined {
  const [, year, month, day, hour, minute, second = '00', zone = ''] = form.exec(text) ?? [];
  if (year === undefined) return undefined;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  // Date.parse reads 30 February as 2 March.
  const sameDay = new Date(`${year}-${month}-${day}T00:00Z`).getUTCDate() === Number(day);
  return Number.isNaN(at) || !sameDay ? undefined : Math.floor(at / 1_000);
}

export const LENGTH_HINT = '--for takes a time such as 90s, 10m, 12h or 2 days';

/** Reads a time as in the configuration. Returns whole seconds, at least 1; undefined for anything else. */
export function parseLength(text: string): number | undefined {
  const read = duration().safeParse(text);
  return read.success && read.data >= 1_000 ? Math.floor(read.data / 1_000) : undefined;
}

export const LIMIT_HINT = '--limit takes a number from 1 to 10000';

/** Undefined unless it is a whole number from 1 to 10,000. */
export function parseLimit(text: string): number | undefined {
  const limit = Number(text);
  return Number.isInteger(limit) && limit >= 1 && limit <= 10_000 ? limit : undefined;
}
