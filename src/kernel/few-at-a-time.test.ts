import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { fewAtATime } from './few-at-a-time.ts';

test('of many items at most eight are under way at once, each once, and results keep their order', async () => {
  let now = 0;
  let most = 0;
  const items = Array.from({ length: 100 }, (_, index) => index);
  const results = await fewAtATime(items, async (item) => {
    now += 1;
    most = Math.max(most, now);
    for (let turns = 0; turns <= item % 3; turns += 1) await turn();
    now -= 1;
    return item * 2;
  });
  assert.deepEqual(
    results,
    items.map((item) => item * 2),
  );
  assert.equal(most, 8);
  assert.deepEqual(await fewAtATime([], async () => assert.fail()), []);
});

test('after a failure no further item begins', async () => {
  let begun = 0;
  await assert.rejects(
    fewAtATime(Array(100).keys(), async (item) => {
      begun += 1;
      await turn();
      if (item === 3) throw new Error('no more');
    }),
    /no more/,
  );
  await turn();
  await turn();
  assert.ok(begun <= 16, String(begun));
});
