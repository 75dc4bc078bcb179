import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRecent } from './recent.ts';

test('a result is reused for its time, calls in one moment share a reading, and a failure is read again', async () => {
  let at = 0;
  let read = 0;
  let fails = false;
  const recent = makeRecent(
    async () => {
      read += 1;
      if (fails) throw new Error('no');
      return read;
    },
    { monotonic: () => at },
    10,
  );
  assert.deepEqual(await Promise.all([recent(), recent()]), [1, 1]);
  at = 10;
  assert.equal(await recent(), 1);
  at = 11;
  fails = true;
  await assert.rejects(recent());
  fails = false;
  assert.equal(await recent(), 3);
});
