import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UserId } from '../../kernel/matrix-id.ts';
import { linkedUser } from './linked-user.ts';

const rules = { serverName: 'example.org', unlisted: false, locked: false };
const user = (userId: string, over: object = {}) => ({
  ...{ userId: userId as UserId, kind: 'person' as const, deactivated: false, locked: false },
  ...{ displayName: undefined, addresses: [], ...over },
});

test('a user gets an account without a password, and without what cannot be an address or a display name', () => {
  const addresses = [
    { medium: 'email', address: 'Lena@Example.org' },
    { medium: 'email', address: 7 },
    { medium: 'fax', address: '1' },
  ];
  assert.deepEqual(linkedUser(user('@lena:example.org', { displayName: 'a\0b', addresses }), rules), {
    ok: true,
    value: {
      ...{ localpart: 'lena', displayName: undefined, state: 'active', hash: undefined },
      addresses: [{ medium: 'email', address: 'lena@example.org' }],
      ...{ findableByName: true, findableByAddress: true },
    },
  });
  const hidden = linkedUser(user('@lena:example.org', { locked: true }), { ...rules, locked: true, unlisted: true });
  assert.ok(hidden.ok);
  const { state, findableByName, findableByAddress } = hidden.value;
  assert.deepEqual([state, findableByName, findableByAddress], ['suspended', false, false]);
});

test('only people whose names can log in here are taken over', () => {
  for (const [id, over, refusal] of [
    ['@Lena:example.org', {}, 'old-name'],
    ['@123:example.org', {}, 'old-name'],
    ['@lena:evil.example', {}, 'old-name'],
    ['@lena:example.org', { locked: true }, 'locked'],
    ['@lena:example.org', { deactivated: true, locked: true }, 'deactivated'],
    ['@lena:example.org', { kind: 'machine' }, 'machine'],
  ] as const) {
    const outcome = linkedUser(user(id, over), rules);
    assert.deepEqual([outcome.ok, outcome.ok || outcome.refusal], [false, refusal]);
  }
});
