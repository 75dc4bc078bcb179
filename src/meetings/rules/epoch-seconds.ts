/** Epoch seconds of the year 5000. The same number read as milliseconds is a day in January 1973. */
const BEYOND = 95_617_584_000;

/**
 * Is this time in seconds beyond the year 5000? Then it can only be milliseconds, as JavaScript and Java count: a token with such
 * an end would be good for ever, and one with such a beginning never.
 */
export const canOnlyBeMilliseconds = (epochSeconds: number): boolean => epochSeconds > BEYOND;
