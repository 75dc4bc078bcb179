import { type Clock, SECOND } from '../kernel/clock.ts';
import type { Logger } from '../kernel/log.ts';

const LONGEST_WAIT = 60 * SECOND;

/**
 * Runs `work` when asked, and again after a growing wait until it succeeds. If it is asked for while it runs, it runs once more
 * afterwards. Ends when `signal` aborts; never rejects.
 *
 * @param name what is done, for the log
 */
export function makeRepeater(name: string, work: () => Promise<void>, clock: Clock, log: Logger, signal: AbortSignal) {
  let asked = false;
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    let wait = SECOND;
    while (asked && !signal.aborted) {
      asked = false;
      try {
        await work();
        wait = SECOND;
      } catch (error) {
        asked = true;
        log.warn('not done yet, will be tried again', { what: name, error });
        await clock.sleep(wait, signal);
        wait = Math.min(2 * wait, LONGEST_WAIT);
      }
    }
    running = undefined;
  }

  return {
    ask(): void {
      asked = true;
      running ??= run();
    },
    /** Resolves when no run is left. */
    idle: async (): Promise<void> => running,
  };
}
