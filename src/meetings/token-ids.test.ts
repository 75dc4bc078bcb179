import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeIds } from '../kernel/ids.ts';
import { makeTokenIds } from './token-ids.ts';

test('ids are 128 bits each and none comes twice, also over the end of what was fetched at once', () => {
  const next = makeTokenIds(makeIds(() => 0));
  const made = Array.from({ length: 1_000 }, next);
  assert.equal(new Set(made).size, 1_000);
  for (const id of made) assert.match(id, /^[A-Za-z0-9_-]{22}$/);
});
