import type { Clock } from './clock.ts';

/** Makes a function that reads at most once in `ageMs` milliseconds, however often it is called. A failure is read again at once. */
export function makeRecent<T>(
  read: () => Promise<T>,
  clock: Pick<Clock, 'monotonic'>,
  ageMs: number,
): () => Promise<T> {
  let last: Promise<T> | undefined;
  let at = 0;
  return () => {
    if (last === undefined || clock.monotonic() - at > ageMs) {
      at = clock.monotonic();
      const reading = read();
      last = reading;
      reading.catch(() => {
        if (last === reading) last = undefined;
      });
    }
    return last;
  };
}
