/** `g9-child.ts DATABASE`: runs an outbox against a place that is down for some seconds and prints its memory in bytes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../src/kernel/clock.ts';
import { Fault } from '../src/kernel/fault.ts';
import { openGate } from '../src/kernel/gate.ts';
import { makeIds } from '../src/kernel/ids.ts';
import { silentLog } from '../src/kernel/log.ts';
import { done } from '../src/outbox/job.ts';
import { openOutbox } from '../src/outbox/open-outbox.ts';
import { openStorage } from '../src/storage/open-storage.ts';

const [file = ''] = process.argv.slice(2);
const storage = await openStorage(
  { kind: 'sqlite', path: file },
  { clock: systemClock, ids: makeIds(systemClock.now), log: silentLog, owner: true },
);
let sent = 0;
const outbox = openOutbox({
  store: storage.jobs,
  gate: openGate,
  clock: systemClock,
  log: silentLog,
  handlers: {
    bench: async () => {
      sent += 1;
      if (sent <= 500) return done();
      throw new Fault('down', { code: 'bench.down', retryable: true, scope: 'channel' });
    },
  },
});
for (let second = 0; second < 4; second += 1) {
  outbox.wake();
  await outbox.oldestDueAge();
  await sleep(1_000);
}
if (sent <= 500) throw new Error(`only ${sent} jobs were tried`);
globalThis.gc?.();
await sleep(200);
console.log(process.memoryUsage().rss);
await outbox.stop();
await storage[Symbol.asyncDispose]();
