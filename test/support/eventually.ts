import { setTimeout as sleep } from 'node:timers/promises';

export interface EventuallyOptions {
  /** Milliseconds; 15,000 unless told. A limit against hanging, not a measure. */
  readonly timeoutMs?: number;
  readonly everyMs?: number;
  /** Named in the failure. */
  readonly what?: string;
}

/**
 * Asks again until the answer is neither undefined, null nor false, and resolves with it. An exception counts as "not yet";
 * the last one becomes the cause of the failure.
 */
export async function eventually<T>(
  ask: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  { timeoutMs = 15_000, everyMs = 25, what = ask.toString() }: EventuallyOptions = {},
): Promise<T> {
  const end = performance.now() + timeoutMs;
  let cause: unknown;
  do {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== null && answer !== false) return answer;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await sleep(everyMs);
  } while (performance.now() < end);
  throw new Error(`waited ${timeoutMs} ms in vain for: ${what}`, { cause });
}
