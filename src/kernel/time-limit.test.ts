import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../test/support/test-clock.ts';
import { orAborted } from './or-aborted.ts';
import { startLimit } from './time-limit.ts';

const never = new AbortController().signal;

test('N2: who waits is let go when the time is up, and what comes later harms nobody', async () => {
  const clock = makeTestClock();
  using limit = startLimit(clock, 20_000, never);
  const { promise, reject } = Promise.withResolvers<string>();
  const waiting = assert.rejects(orAborted(promise, limit.signal), { name: 'TimeoutError' });
  await clock.advance(19_999);
  assert.equal(limit.isUp, false);
  await clock.advance(1);
  await waiting;
  assert.equal(limit.isUp, true);
  reject(new Error('late'));
});

test('the other signal ends the waiting with its own reason, before the time is up', async () => {
  const stop = new AbortController();
  using limit = startLimit(makeTestClock(), 20_000, stop.signal);
  const waiting = orAborted(new Promise(() => undefined), limit.signal);
  stop.abort(new RangeError('told to'));
  await assert.rejects(waiting, RangeError);
  assert.equal(limit.isUp, false);
});

test('work that ends in time leaves no timer', async () => {
  const clock = makeTestClock();
  {
    using limit = startLimit(clock, 20_000, never);
    assert.equal(await orAborted(Promise.resolve(7), limit.signal), 7);
  }
  assert.equal(clock.waiting, 0);
});
