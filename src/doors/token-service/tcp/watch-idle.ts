import type { Clock } from '../../../kernel/clock.ts';

export interface IdleWatch {
  /** True: something has just happened, and more must follow. False: nothing is waited for. Cheap, for every packet. */
  set(waiting: boolean): void;
  stop(): void;
}

/** @param ms how long nothing may happen while something is waited for; then `action` runs, once */
export function watchIdle(clock: Clock, ms: number, action: () => void): IdleWatch {
  let waiting = false;
  let since = 0;
  let cancel: (() => void) | undefined;

  // One timer for many packets: it looks at how long it has been, and comes again.
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
