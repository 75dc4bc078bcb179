import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onThisMachine } from './this-machine.ts';

test('a database is the same one at every start, and no other database is it', async () => {
  assert.equal(await onThisMachine('a'.repeat(32)), await onThisMachine('a'.repeat(32)));
  assert.notEqual(await onThisMachine('a'.repeat(32)), await onThisMachine('b'.repeat(32)));
  assert.match(await onThisMachine('a'.repeat(32)), /^[0-9a-f]{32}$/);
});
