import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../../../test/support/test-clock.ts';
import { watchIdle } from './watch-idle.ts';

test('only silence while something is waited for counts, with one timer', async () => {
  const clock = makeTestClock();
  let acted = 0;
  const watch = watchIdle(clock, 1_000, () => {
    acted += 1;
  });
  for (let n = 0; n < 20; n += 1) {
    watch.set(true);
    assert.equal(clock.waiting, 1);
    await clock.advance(300);
  }
  watch.set(false);
  await clock.advance(10_000);
  assert.deepEqual([acted, clock.waiting], [0, 0]);
  watch.set(true);
  await clock.advance(999);
  assert.equal(acted, 0);
  await clock.advance(1);
  assert.equal(acted, 1);
  watch.set(true);
  watch.stop();
  await clock.advance(10_000);
  assert.equal(acted, 1);
});
