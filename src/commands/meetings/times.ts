import { duration } from '../../config/fields.ts';

const form = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(Z|[+-]\d\d:\d\d)?$/;

export const MOMENT_HINT = "--until takes a moment such as 2026-12-01T20:00 (this machine's time) or 2026-12-01T20:00Z";

/** `2026-12-01T20:00`, in this machine's time zone unless it names one: epoch seconds. Undefined: no such moment. */
export function parseMoment(text: string): number | undefined {
  const [, year, month, day, hour, minute, second = '00', zone = ''] = form.exec(text) ?? [];
  if (year === undefined) return undefined;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  // Date.parse takes 30 February for 2 March.
  const sameDay = new Date(`${year}-${month}-${day}T00:00Z`).getUTCDate() === Number(day);
  return Number.isNaN(at) || !sameDay ? undefined : Math.floor(at / 1_000);
}

export const LENGTH_HINT = '--for takes a time such as 90s, 10m, 12h or 2 days';

/** As times are written in the configuration: whole seconds, at least 1. */
export function parseLength(text: string): number | undefined {
  const read = duration().safeParse(text);
  return read.success && read.data >= 1_000 ? Math.floor(read.data / 1_000) : undefined;
}
