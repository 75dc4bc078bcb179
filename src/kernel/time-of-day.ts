import { DAY, SECOND } from './clock.ts';

const made = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes longer than using it. A process has few zones, so this map stays small. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known =
    made.get(timeZone) ??
    new Intl.DateTimeFormat('en', {
      ...{ timeZone, hourCycle: 'h23' },
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  made.set(timeZone, known);
  return known;
}

/** By how much the clocks of a zone are ahead of UTC. Milliseconds. @param at epoch milliseconds @param timeZone IANA name */
function offsetAt(at: number, timeZone: string): number {
  const part = new Map(
    clockOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes): number => part.get(type) ?? 0;
  const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return shown - Math.floor(at / SECOND) * SECOND;
}

/** What the clocks of a zone show: milliseconds since midnight. */
export const timeOfDay = (at: number, timeZone: string): number => (((at + offsetAt(at, timeZone)) % DAY) + DAY) % DAY;

/**
 * The first moment after `from`, up to `until`, at which the clocks of a zone have been put forward or back; undefined if both ends have
 * the same offset. Epoch milliseconds. Of several changes it finds one; no zone has two within a day.
 */
export function clockChange(from: number, until: number, timeZone: string): number | undefined {
  const before = offsetAt(from, timeZone);
  if (offsetAt(until, timeZone) === before) return undefined;
  let [last, first] = [from, until];
  while (first - last > 1) {
    const middle = Math.floor((last + first) / 2);
    if (offsetAt(middle, timeZone) === before) last = middle;
    else first = middle;
  }
  return first;
}
