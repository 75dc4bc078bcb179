import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDelivery } from '../../test/support/deliveries.ts';
import { HOUR, MINUTE } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';
import { done, type Job, type JobTools, UNREADABLE } from '../outbox/job.ts';
import type { Delivery } from '../ports/channel.ts';
import { makeDeliver } from './deliver.ts';
import { deliveryJobs } from './rules/jobs.ts';

const { notification } = aDelivery('a@x');
const [kept] = deliveryJobs({ sender: 'r1', id: 'n1' }, notification, [{ channel: 'email', address: 'a@x' }], {
  ...{ at: 0, life: HOUR },
});
assert.ok(kept);
const job: Job = { ...kept, id: 'job', attempt: 1, createdAt: 0, firstTriedAt: undefined, frozen: undefined };

/** Attempts at this job, each at its own time. */
function rig() {
  const shown: Delivery[] = [];
  let now = 0;
  const handler = makeDeliver({
    channels: {
      email: {
        connect: async () => 'connected',
        async deliver(delivery) {
          shown.push(delivery);
          return done();
        },
      },
    },
    settings: { show: { origin: true, symbol: false } },
    sayWaited: (from) => `since ${from}`,
    clock: { now: () => now },
  });
  const tools: JobTools = {
    signal: new AbortController().signal,
    freeze: async (content) => content,
  };
  return {
    shown,
    attempt(at: number, over: Partial<Job> = {}) {
      now = at;
      return handler({ ...job, ...over }, tools);
    },
  };
}

test('what waited for long says since when, also if an attempt before came to nothing; a repeat of what may have arrived says the same', async () => {
  const waitedOf = async (...attempts: readonly (readonly [at: number, firstTriedAt: number | undefined])[]) => {
    const { shown, attempt } = rig();
    for (const [at, firstTriedAt] of attempts) await attempt(at, { firstTriedAt });
    for (const { id, address, notification: said } of shown) {
      assert.deepEqual([id, address, said], ['job', 'a@x', notification]);
    }
    return shown.map(({ waited }) => waited);
  };
  const nobody = undefined;
  assert.deepEqual(await waitedOf([MINUTE, nobody], [50 * MINUTE, nobody]), [undefined, 'since 0']);
  assert.deepEqual(await waitedOf([MINUTE, nobody], [50 * MINUTE, MINUTE]), [undefined, undefined]);
  assert.deepEqual(await waitedOf([11 * MINUTE, nobody], [50 * MINUTE, 11 * MINUTE]), ['since 0', 'since 0']);
});

test('what is planned for later has not waited when its time comes', async () => {
  const { shown, attempt } = rig();
  const [planned] = deliveryJobs({ sender: 'r1', id: 'n2' }, notification, [{ channel: 'email', address: 'a@x' }], {
    ...{ at: 5 * HOUR, life: HOUR },
  });
  assert.ok(planned);
  await attempt(5 * HOUR + MINUTE, { ...planned, createdAt: 0 });
  assert.equal(shown[0]?.waited, undefined);
});

test('deliveries of a channel that was left out wait as those of a channel that is down, and one of a newer version is parked', async () => {
  const { attempt } = rig();
  const faultOf = async (over: Partial<Job>) => {
    const fault = await attempt(0, over).catch((error: unknown) => error);
    assert.ok(fault instanceof Fault);
    return [fault.code, fault.scope];
  };
  assert.deepEqual(await faultOf({ destination: 'constructor:x' }), ['channel.off', 'channel']);
  assert.deepEqual(await faultOf({ destination: 'telegram:x' }), ['channel.off', 'channel']);
  assert.deepEqual(await faultOf({ payload: { ...job.payload, v: 2 } }), [UNREADABLE, 'message']);
});
