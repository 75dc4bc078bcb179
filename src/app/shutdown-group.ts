import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/log.ts';

/** Closes several things concurrently: all stop accepting work at once, then all are awaited. */
export interface ShutdownGroup extends AsyncDisposable {
  use<Member extends AsyncDisposable>(member: Member): Member;
  defer(close: () => Promise<void> | void): void;
}

/**
 * Closing resolves when all members have closed, or after `withinMs` milliseconds without waiting for the rest. Rejects with
 * the first failure.
 */
export function makeShutdownGroup(withinMs: number, clock: Pick<Clock, 'after'>, log: Logger): ShutdownGroup {
  const closers: (() => Promise<void> | void)[] = [];
  return {
    use(member) {
      closers.push(async () => member[Symbol.asyncDispose]());
      return member;
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
