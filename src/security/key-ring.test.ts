import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeIds } from '../kernel/ids.ts';
import { Secret } from '../kernel/secret.ts';
import { newKeyLine, parseKeyRing } from './key-ring.ts';

const ids = makeIds(() => 1_700_000_000_000);

test('a new key line is a key file that can be read, and no other has the same key', () => {
  const [line, other] = [newKeyLine(ids, 'k1'), newKeyLine(ids, 'k1')];
  assert.match(line, /^k1 /);
  assert.notEqual(line, other);
  const ring = parseKeyRing(new Secret(`${line}\n`));
  assert.ok(ring.knows(ring.keyCheck()));
  assert.ok(!ring.knows(parseKeyRing(new Secret(other)).keyCheck()));
});
