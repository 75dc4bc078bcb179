import { type Clock, SECOND } from '../kernel/clock.ts';
import type { Logger } from '../kernel/log.ts';
import type { ShutdownGroup } from './shutdown-group.ts';

const LONGEST_WAIT = 60 * SECOND;

/** Work that is done again and again, never twice at the same time. */
export interface Repeated {
  /** What is done, for the log. */
  readonly name: string;
  /** Milliseconds: it is also asked for at the start, and then this often. */
  readonly everyMs?: number | undefined;
  work(): Promise<void>;
}

export interface Repeater {
  /** Runs the work now, or once more after the run that is under way. */
  ask(): void;
}

/** Runs work when asked, and again after a growing wait until it succeeds. Ends with the group, which waits for the run under way. */
export function startRepeater(
  running: Pick<ShutdownGroup, 'defer'>,
  { name, everyMs, work }: Repeated,
  { clock, log }: { readonly clock: Pick<Clock, 'sleep'>; readonly log: Logger },
): Repeater {
  const ending = new AbortController();
  const { signal } = ending;
  let asked = false;
  let current: Promise<void> | undefined;

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
    current = undefined;
  }

  function ask(): void {
    asked = true;
    current ??= run();
  }

  async function beat(every: number): Promise<void> {
    while (!signal.aborted) {
      ask();
      await clock.sleep(every, signal);
    }
  }

  const beating = everyMs === undefined ? undefined : beat(everyMs);
  running.defer(async () => {
    ending.abort();
    await Promise.all([beating, current]);
  });
  return { ask };
}
