import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeLazy } from './lazy.ts';

test('opened once, by whoever asks first', async () => {
  let opens = 0;
  const lazy = makeLazy(async () => {
    opens += 1;
    return opens;
  });
  assert.equal(await lazy.peek(), undefined);
  assert.deepEqual(await Promise.all([lazy.get(), lazy.get(), lazy.peek()]), [1, 1, 1]);
  assert.equal(opens, 1);
});

test('what failed once is tried again by the next who asks', async () => {
  let opens = 0;
  const lazy = makeLazy(async () => {
    opens += 1;
    if (opens === 1) throw new Error('out of file handles');
    return 'open';
  });
  const [first, looked] = [lazy.get(), lazy.peek()];
  await assert.rejects(first, /out of file handles/);
  assert.equal(await looked, undefined);
  assert.equal(await lazy.get(), 'open');
});
