import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';
import { clockChange, timeOfDay } from '../../kernel/time-of-day.ts';

/** A time of every day in which nothing but what is urgent goes out; over midnight if it ends before it begins. */
export type QuietHours = {
  /** The target that has them. */
  readonly of: string;
  /** `22:00`, and the first minute that is not quiet any more: `07:00`. Never the same. */
  readonly from: string;
  readonly until: string;
  /** IANA name of the zone whose clocks count. */
  readonly zone: string;
};

/**
 * When the quiet ends that there is at this moment: the first moment at which the clocks of the zone show no time of it. Undefined if
 * it is not quiet. Where the clocks are put forward over the end, that is when they are; where they are put back, an hour in
 * which it was quiet is quiet twice. Epoch milliseconds.
 */
export function endOfQuiet(quiet: QuietHours, at: number): number | undefined {
  for (let time = at; ; ) {
    const left = leftOf(quiet, timeOfDay(time, quiet.zone));
    if (left === 0) return time === at ? undefined : time;
    time = clockChange(time, time + left, quiet.zone) ?? time + left;
  }
}

/** How long it is still quiet if the clocks show this; 0: it is not. Milliseconds. */
function leftOf({ from, until }: QuietHours, shown: number): number {
  const length = sinceMidnight(until, sinceMidnight(from));
  const since = (shown - sinceMidnight(from) + DAY) % DAY;
  return since < length ? length - since : 0;
}

/** Milliseconds from midnight, or from another time of day, to `HH:MM`. */
const sinceMidnight = (text: string, from = 0): number =>
  (Number(text.slice(0, 2)) * HOUR + Number(text.slice(3)) * MINUTE - from + DAY) % DAY;
