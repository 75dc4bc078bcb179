import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DAY, HOUR, MINUTE, SECOND } from '../../../kernel/clock.ts';
import { untilPosted } from './until-posted.ts';

const createdAt = Date.UTC(2026, 10, 21);
const waitAfter = (waited: number) => untilPosted({ createdAt }, createdAt + waited) - createdAt - waited;

test('a fresh job looks again after two seconds, an old one after a minute', () => {
  assert.deepEqual(
    [0, 8 * SECOND, 20 * SECOND, MINUTE, 4 * MINUTE, HOUR, 30 * DAY].map((waited) => waitAfter(waited) / SECOND),
    [2, 2, 5, 15, 60, 60, 60],
  );
});

test('thirty days of waiting cost few looks at first and one a minute then', () => {
  let looks = 0;
  for (let waited = 0; waited < HOUR; looks += 1) waited += waitAfter(waited);
  assert.ok(looks < 80, `${looks} looks`);
});

test('N7: whatever the clock says, the next look is between two seconds and a minute away', () => {
  fc.assert(
    fc.property(fc.integer({ min: -400 * DAY, max: 400 * DAY }), (waited) => {
      const wait = waitAfter(waited);
      assert.ok(Number.isInteger(wait) && wait >= 2 * SECOND && wait <= MINUTE);
    }),
  );
});
