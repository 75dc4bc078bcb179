import { SECOND } from './clock.ts';
import { parseHttpDate } from './http-date.ts';

/** By how many milliseconds another clock is ahead of ours: between these two. Negative where it is behind. */
export interface ClockDifference {
  readonly least: number;
  readonly most: number;
}

/**
 * Compares another clock with ours by the header `Date` of a response, which is cut to whole seconds. Undefined without that header.
 *
 * @param ours when we asked and when the response came, epoch milliseconds: the other clock was read in between
 */
export function compareClocks(
  date: unknown,
  ours: { readonly asked: number; readonly answered: number },
): ClockDifference | undefined {
  const theirs = parseHttpDate(date);
  return theirs === undefined ? undefined : { least: theirs - ours.answered, most: theirs + SECOND - ours.asked };
}

/** The whole seconds by which the other clock certainly differs, its sign that of `least`; 0 if both may agree. */
export const certainSeconds = ({ least, most }: ClockDifference): number =>
  least > 0 ? Math.floor(least / SECOND) : most < 0 ? -Math.floor(-most / SECOND) : 0;
