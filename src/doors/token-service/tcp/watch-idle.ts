import type { Clock } from '../../../kernel/clock.ts';

export interface IdleWatch {
  /** Call for every packet; it is cheap. True: something has come and more must follow. False: nothing is expected. */
  set(waiting: boolean): void;
  stop(): void;
}

/** @param ms how long nothing may come while something is expected; after that `action` runs once */
export function watchIdle(clock: Clock, ms: number, action: () => void): IdleWatch {
  let waiting = false;
  let since = 0;
  let cancel: (() => void) | undefined;

  // One timer serves many packets: when it fires, it sees how long nothing has come, and starts again for the rest.
  function look(): void {
    cancel = undefined;
    if (!waiting) return;
    const left = since + ms - clock.monotonic();
    if (left > 0) cancel = clock.after(left, look);
    else {
      waiting = false;
      action();
    }
  }

  return {
    set(wanted) {
      waiting = wanted;
      if (!wanted) return;
      since = clock.monotonic();
      cancel ??= clock.after(ms, look);
    },
    stop() {
      waiting = false;
      cancel?.();
    },
  };
}
