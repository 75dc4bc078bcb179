import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suggest } from './suggest.ts';

test('a slip of the finger, another spelling and swapped letters are recognised', () => {
  const known = ['room', 'approvals', 'declineDelay', 'showEmail'];
  assert.equal(suggest('aprovals', known), 'approvals');
  assert.equal(suggest('decline_delay', known), 'declineDelay');
  assert.equal(suggest('romo', known), 'room');
  assert.equal(suggest('showMail', known), 'showEmail');
});

test('what is like nothing gets no suggestion', () => {
  assert.equal(suggest('database', ['room', 'approvals']), undefined);
  assert.equal(suggest('x'.repeat(1_000), ['room']), undefined);
});
