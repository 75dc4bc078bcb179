import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeBreaker } from './breaker.ts';

function rig() {
  let mono = 0;
  const breaker = makeBreaker({ monotonic: () => mono });
  const fail = (times: number) => {
    for (let i = 0; i < times; i += 1) {
      assert.equal(breaker.wait(), 0);
      breaker.failed();
    }
  };
  const pass = (ms: number) => {
    mono += ms;
  };
  return { breaker, fail, pass };
}

test('N2: opens after five failures in a row, lets one find out, and waits longer each time', () => {
  const { breaker, fail, pass } = rig();
  fail(5);
  assert.equal(breaker.wait(), 1_000);
  pass(1_000);
  assert.equal(breaker.wait(), 0);
  assert.ok(breaker.wait() > 0, 'the second one waits while the first finds out');
  breaker.failed();
  assert.equal(breaker.wait(), 2_000);
  pass(2_000);
  assert.equal(breaker.wait(), 0);
  breaker.worked();
  fail(4);
  assert.equal(breaker.wait(), 0);
});

test('N1: while the homeserver is down for an hour it is asked at most once a second', () => {
  const { breaker, fail, pass } = rig();
  fail(5);
  let tries = 0;
  for (let second = 0; second < 3_600; second += 1) {
    for (let caller = 0; caller < 50; caller += 1) {
      if (breaker.wait() > 0) continue;
      tries += 1;
      breaker.failed();
    }
    pass(1_000);
  }
  assert.ok(tries <= 3_600 && tries >= 100, `${tries}`);
});

test('one who learnt nothing lets the next one try, and late failures do not lengthen the pause', () => {
  const { breaker, fail, pass } = rig();
  fail(5);
  breaker.failed();
  assert.equal(breaker.wait(), 1_000);
  pass(1_000);
  assert.equal(breaker.wait(), 0);
  breaker.unsaid();
  assert.equal(breaker.wait(), 0);
});
