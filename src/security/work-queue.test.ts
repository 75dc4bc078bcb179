import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../test/support/test-clock.ts';
import { makeWorkQueue } from './work-queue.ts';

/** A queue whose work ends when the test says so. */
function aQueue({ atOnce = 2, expectedMs = 100 } = {}) {
  const clock = makeTestClock();
  const queue = makeWorkQueue({ atOnce, longestWaitMs: 2_000, expectedMs, clock });
  const started: (() => void)[] = [];
  const begun: number[] = [];
  const outcomes: Promise<unknown>[] = [];
  const add = (count: number) => {
    for (let n = 0; n < count; n += 1) {
      const number = outcomes.length;
      outcomes.push(
        queue.run(async () => {
          begun.push(number);
          await new Promise<void>((resolve) => started.push(resolve));
          return number;
        }),
      );
    }
  };
  const endOne = async () => {
    started.shift()?.();
    await new Promise(setImmediate);
  };
  return { clock, queue, add, endOne, begun, outcomes };
}

test('S13: as many pieces of work run at once as may, the others in the order in which they came', async () => {
  const { queue, add, endOne, begun, outcomes } = aQueue();
  add(5);
  assert.deepEqual(queue.state(), { running: 2, waiting: 3 });
  for (let n = 0; n < 5; n += 1) await endOne();
  assert.deepEqual(await Promise.all(outcomes), [0, 1, 2, 3, 4]);
  assert.deepEqual(begun, [0, 1, 2, 3, 4]);
  assert.deepEqual(queue.state(), { running: 0, waiting: 0 });
});

test('S13: two seconds of work may wait, and more is refused at once', async () => {
  const { queue, add, endOne, outcomes } = aQueue();
  add(500);
  // Two of 100 ms at once: 40 wait for two seconds.
  assert.deepEqual(queue.state(), { running: 2, waiting: 40 });
  assert.equal(
    (await Promise.all(outcomes.slice(42))).every((outcome) => outcome === 'busy'),
    true,
  );
  for (let n = 0; n < 42; n += 1) await endOne();
  assert.deepEqual(
    await Promise.all(outcomes.slice(0, 42)),
    Array.from({ length: 42 }, (_, n) => n),
  );
});

test('S13: the slower the work, the fewer may wait, and one always may run', async () => {
  const { clock, queue, add, endOne } = aQueue({ atOnce: 1 });
  for (let n = 0; n < 30; n += 1) {
    add(1);
    await clock.advance(5_000);
    await endOne();
  }
  add(2);
  assert.deepEqual(queue.state(), { running: 1, waiting: 0 });
});

test('work that fails gives its turn to the next', async () => {
  const queue = makeWorkQueue({ atOnce: 1, longestWaitMs: 2_000, expectedMs: 100, clock: makeTestClock() });
  const failed = queue.run(() => Promise.reject(new Error('broken')));
  const next = queue.run(async () => 'done');
  await assert.rejects(failed, /broken/);
  assert.equal(await next, 'done');
  assert.deepEqual(queue.state(), { running: 0, waiting: 0 });
});
