import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTestClock } from '../../test/support/test-clock.ts';
import { MINUTE, SECOND } from '../kernel/clock.ts';
import { makeGuessLimit } from './guess-limit.ts';

test('S14: five wrong passwords pause a name for twenty seconds at a time, never for good', async () => {
  const clock = makeTestClock();
  const limit = makeGuessLimit(clock);
  const taken = (count: number) => Array.from({ length: count }, () => limit.take('lena')).filter(Boolean).length;
  assert.equal(taken(1_000), 5);
  assert.equal(limit.take('bo'), true);
  await clock.advance(20 * SECOND);
  assert.equal(taken(1_000), 1);
  await clock.advance(10 * MINUTE);
  assert.equal(taken(1_000), 5);
});

test('S14: a right password forgives the wrong ones, and what was not checked does not count', () => {
  const limit = makeGuessLimit(makeTestClock());
  for (let n = 0; n < 4; n += 1) limit.take('lena');
  limit.take('lena');
  limit.right('lena');
  for (let n = 0; n < 100; n += 1) {
    assert.equal(limit.take('lena'), true);
    limit.giveBack('lena');
  }
});

test('the memory of names has an end, and the oldest is forgotten first', () => {
  const limit = makeGuessLimit(makeTestClock());
  for (let n = 0; n < 5; n += 1) limit.take('lena');
  for (let n = 0; n < 10_000; n += 1) limit.take(`stranger${n}`);
  assert.equal(limit.take('lena'), true);
});

test('many wrong passwords, at whatever accounts, are an alarm that ends by itself', async () => {
  const clock = makeTestClock();
  const limit = makeGuessLimit(clock);
  for (let n = 0; n < 199; n += 1) limit.wrong();
  assert.equal(limit.isAlarmed(), false);
  limit.wrong();
  assert.equal(limit.isAlarmed(), true);
  await clock.advance(11 * MINUTE);
  assert.equal(limit.isAlarmed(), true);
  await clock.advance(10 * MINUTE);
  assert.equal(limit.isAlarmed(), false);
});
