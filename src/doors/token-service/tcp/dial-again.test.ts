import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitBeforeDial } from './dial-again.ts';

const chance = (value: number) => ({ random: () => Buffer.from([value, value]) });

test('the wait before a dial doubles from one second to a minute, and a quarter more at most', () => {
  const waits = (value: number) =>
    [1, 2, 3, 4, 5, 6, 7, 1_000].map((failures) => waitBeforeDial(failures, chance(value)));
  assert.deepEqual(waits(0), [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  assert.deepEqual(waits(0xff), [1_250, 2_500, 5_000, 10_000, 20_000, 40_000, 75_000, 75_000]);
});
