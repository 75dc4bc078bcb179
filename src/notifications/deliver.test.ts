import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDelivery } from '../../test/support/deliveries.ts';
import { HOUR, MINUTE } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';
import { done, type Job, type JobPayload, type JobTools, UNREADABLE } from '../outbox/job.ts';
import type { Delivery } from '../ports/channel.ts';
import { makeDeliver } from './deliver.ts';
import { deliveryJobs } from './rules/jobs.ts';

const { notification } = aDelivery('a@x');
const [kept] = deliveryJobs({ sender: 'r1', id: 'n1' }, notification, [{ channel: 'email', address: 'a@x' }], {
  ...{ at: 0, life: HOUR },
});
assert.ok(kept);
const job: Job = { ...kept, id: 'job', attempt: 1, createdAt: 0, firstTriedAt: undefined, frozen: undefined };

/** Attempts at this job, each at its own time; what the first one froze stays. */
function rig() {
  const shown: Delivery[] = [];
  let now = 0;
  let frozen: JobPayload | undefined;
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
    async freeze<Content extends JobPayload>(content: Content) {
      frozen ??= content;
      return frozen as Content;
    },
  };
  return {
    shown,
    attempt(at: number, over: Partial<Job> = {}) {
      now = at;
      return handler({ ...job, ...over }, tools);
    },
  };
}

test('every attempt hands over the same content, whatever time it is by then', async () => {
  const early = rig();
  await early.attempt(MINUTE);
  await early.attempt(50 * MINUTE);
  assert.deepEqual(
    early.shown.map(({ id, address, waited, notification: said }) => [id, address, waited, said]),
    [
      ['job', 'a@x', undefined, notification],
      ['job', 'a@x', undefined, notification],
    ],
  );
  const late = rig();
  await late.attempt(11 * MINUTE);
  await late.attempt(50 * MINUTE);
  assert.deepEqual(
    late.shown.map(({ waited }) => waited),
    ['since 0', 'since 0'],
  );
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
