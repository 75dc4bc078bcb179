import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/log.ts';

/** Parts that take no new work from the same moment on and are waited for together. */
export interface ShutdownGroup extends AsyncDisposable {
  use<Part extends AsyncDisposable>(part: Part): Part;
  defer(close: () => Promise<void> | void): void;
}

/** Closing resolves when all parts have closed, or after `withinMs` without those that have not; rejects with the first failure. */
export function makeShutdownGroup(withinMs: number, clock: Pick<Clock, 'after'>, log: Logger): ShutdownGroup {
  const closers: (() => Promise<void> | void)[] = [];
  return {
    use(part) {
      closers.push(async () => part[Symbol.asyncDispose]());
      return part;
    },
    defer(close) {
      closers.push(close);
    },
    async [Symbol.asyncDispose]() {
      let cancel = () => {};
      const over = new Promise<'over'>((resolve) => {
        cancel = clock.after(withinMs, () => resolve('over'));
      });
      const all = Promise.allSettled(closers.splice(0).map(async (close) => close()));
      const ends = await Promise.race([all, over]);
      cancel();
      if (ends === 'over') return log.error('something did not end in time and is left behind', { withinMs });
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    },
  };
}
