import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../../../test/support/test-clock.ts';
import { makePace } from './pace.ts';

test('so many at once, then so many a second', async () => {
  const clock = makeTestClock();
  const pace = makePace(10, clock);
  const taken = (): number => {
    pace.refill();
    let count = 0;
    while (pace.take()) count += 1;
    return count;
  };
  assert.equal(taken(), 10);
  assert.equal(taken(), 0);
  assert.equal(pace.wait, 100);
  await clock.advance(pace.wait);
  assert.equal(taken(), 1);
  await clock.advance(60_000);
  assert.equal(taken(), 10, 'what was not used is not saved up');
});
