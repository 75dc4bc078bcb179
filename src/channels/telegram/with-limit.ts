import type { Clock } from '../../kernel/clock.ts';

/**
 * Runs one call under a time limit of its own. `work` gets a signal that aborts at the limit and with `signal`.
 *
 * @param ms of `clock`
 */
export async function withLimit<T>(
  clock: Clock,
  ms: number,
  signal: AbortSignal,
  work: (both: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const cancel = clock.after(ms, () => late.abort(new DOMException('no answer in time', 'TimeoutError')));
  try {
    return await work(AbortSignal.any([signal, late.signal]));
  } finally {
    cancel();
  }
}
