import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR, SECOND } from './clock.ts';
import { certainSeconds, compareClocks } from './clock-difference.ts';

const now = Date.UTC(2026, 10, 21, 12);
const header = (at: number) => new Date(at).toUTCString();

test('another clock is compared as far as whole seconds and the time of the response allow', () => {
  const seconds = (theirs: number, took = 0) => {
    const difference = compareClocks(header(now + theirs), { asked: now, answered: now + took });
    return difference && certainSeconds(difference);
  };
  assert.deepEqual([seconds(0), seconds(40 * SECOND), seconds(-40 * SECOND)], [0, 40, -39]);
  assert.deepEqual([seconds(999), seconds(-SECOND)], [0, 0]);
  // While the response takes, the other clock goes on.
  assert.deepEqual([seconds(4 * SECOND, 5 * SECOND), seconds(HOUR, 5 * SECOND)], [0, 3_595]);
});

test('a response without a time says nothing about the clock', () => {
  for (const text of [undefined, '', 'yesterday', 7])
    assert.equal(compareClocks(text, { asked: now, answered: now }), undefined);
});
