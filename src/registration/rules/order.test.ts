import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Order } from '../use-cases.ts';
import { judgeOrder } from './order.ts';

const settings = {
  serverName: 'porter.test',
  reservedNames: new Set<string>(),
  sender: '@porter:porter.test',
  reasonRequired: true,
};
const order: Order = {
  username: 'Lena',
  displayName: 'شیرین',
  email: 'Lena@Example.org',
  reason: 'I live\r\nhere.',
  language: 'de',
};

test('a good form becomes clean values', () => {
  const judged = judgeOrder(order, settings);
  assert.ok(judged.ok);
  assert.deepEqual(judged.value, {
    localpart: 'lena',
    displayName: 'شیرین',
    email: 'Lena@example.org',
    reason: 'I live\nhere.',
  });
});

test('every field that is wrong is told at once', () => {
  const wrong = { ...order, username: '', displayName: 'x'.repeat(101), email: 'nobody', reason: ' ' };
  const judged = judgeOrder(wrong, settings);
  assert.ok(!judged.ok);
  assert.deepEqual(judged.detail, [
    { field: 'username', refusal: 'empty' },
    { field: 'displayName', refusal: 'too-long' },
    { field: 'email', refusal: 'not-an-address' },
    { field: 'reason', refusal: 'empty' },
  ]);
});

test('lengths are counted in code points, and an optional reason may stay out', () => {
  const long = judgeOrder({ ...order, displayName: '😀'.repeat(100), reason: '😀'.repeat(1_000) }, settings);
  assert.ok(long.ok);
  assert.ok(!judgeOrder({ ...order, reason: 'x'.repeat(1_001) }, settings).ok);
  assert.ok(judgeOrder({ ...order, reason: '' }, { ...settings, reasonRequired: false }).ok);
  const none = judgeOrder({ ...order, email: '  ' }, settings);
  assert.ok(!none.ok && none.detail[0]?.refusal === 'empty');
});
