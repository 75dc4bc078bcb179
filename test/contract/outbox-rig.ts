import { Fault, type FaultOptions } from '../../src/kernel/fault.ts';
import { openGate } from '../../src/kernel/gate.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { done, type JobHandler } from '../../src/outbox/job.ts';
import { openOutbox } from '../../src/outbox/open-outbox.ts';
import type { Outbox, OutboxNeeds } from '../../src/outbox/outbox.ts';
import type { TestStorage } from './databases.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export const fault = (over: Partial<FaultOptions> = {}) =>
  new Fault('it broke', { code: 'test.broke', retryable: true, scope: 'person', ...over });
export const down = (over: Partial<FaultOptions> = {}) => fault({ code: 'test.down', scope: 'channel', ...over });

export interface Running extends AsyncDisposable {
  readonly outbox: Outbox;
  /** Keys in the order in which their handler was called. */
  readonly calls: string[];
  /** Lets real work end, moving no clock, until `done` or a limit. */
  until(done: () => boolean | Promise<boolean>): Promise<void>;
}

export function start(
  { storage, clock, quiet }: TestStorage,
  handler: JobHandler,
  { kinds = ['test'], ...over }: Partial<Omit<OutboxNeeds, 'handlers'>> & { readonly kinds?: readonly string[] } = {},
): Running {
  const calls: string[] = [];
  const counted: JobHandler = (job, tools) => {
    calls.push(job.key);
    return handler(job, tools);
  };
  const outbox = openOutbox({
    store: storage.jobs,
    gate: openGate,
    clock,
    log: silentLog,
    ...over,
    handlers: Object.fromEntries(kinds.map((kind) => [kind, counted])),
  });
  const stop = storage.changed(outbox.wake);
  return {
    outbox,
    calls,
    async until(done) {
      for (const end = performance.now() + 20_000; performance.now() < end; ) {
        if (await done()) return;
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      throw new Error(`in vain; calls so far: ${calls.slice(0, 50).join(' ')}`);
    },
    async [Symbol.asyncDispose]() {
      stop();
      const stopped = outbox.stop();
      await quiet();
      for (let i = 0; i < 40; i += 1) await clock.advance(SECOND);
      await stopped;
    },
  };
}

export const alwaysDone: JobHandler = async () => done();
export const stateOf = async ({ storage }: TestStorage, key: string) =>
  (await storage.desk.list({ limit: 1_000 })).find((job) => job.key === key)?.state;
export const leasedCount = async ({ storage }: TestStorage) =>
  (await storage.desk.list({ state: 'leased', limit: 100 })).length;

/** Moves the clock in steps and lets real work end before each and after the last. */
export async function pass({ clock, quiet }: TestStorage, ms: number, step: number): Promise<void> {
  await quiet();
  for (let moved = 0; moved < ms; moved += step) {
    await clock.advance(step);
    await quiet();
  }
}
