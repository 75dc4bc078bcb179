import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../src/kernel/clock.ts';
import { Fault } from '../src/kernel/fault.ts';
import { openGate } from '../src/kernel/gate.ts';
import { makeIds } from '../src/kernel/ids.ts';
import { silentLog } from '../src/kernel/log.ts';
import { done } from '../src/outbox/job.ts';
import { openOutbox } from '../src/outbox/open-outbox.ts';
import { openStorage } from '../src/storage/open-storage.ts';
import type { Storage } from '../src/storage/storage.ts';

/** So many jobs are done before the place is down. */
const DONE_FIRST = 500;
const SECONDS = 4;

/**
 * Tries the jobs of a database on a place that is down, for some seconds, and prints the memory of this process in bytes.
 *
 * @param each is done once a second
 */
export async function tellMemory(
  database: string,
  kind: string,
  each: (storage: Storage) => Promise<unknown> = async ({ jobs }) => jobs.oldestDue(),
): Promise<void> {
  await using storage = await openStorage(
    { kind: 'sqlite', path: database },
    { clock: systemClock, ids: makeIds(systemClock.now), log: silentLog, owner: true },
  );
  let tried = 0;
  const outbox = openOutbox({
    ...{ store: storage.jobs, gate: openGate, clock: systemClock, log: silentLog },
    handlers: {
      [kind]: async () => {
        tried += 1;
        if (tried <= DONE_FIRST) return done();
        throw new Fault('down', { code: 'bench.down', retryable: true, scope: 'channel' });
      },
    },
  });
  for (let second = 0; second < SECONDS; second += 1) {
    outbox.wake();
    await each(storage);
    await sleep(1_000);
  }
  if (tried <= DONE_FIRST) throw new Error(`only ${tried} jobs were tried`);
  globalThis.gc?.();
  await sleep(200);
  console.log(process.memoryUsage().rss);
  await outbox.stop();
}
