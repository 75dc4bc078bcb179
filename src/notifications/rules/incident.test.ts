import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY } from '../../kernel/clock.ts';
import { mayReplace } from './incident.ts';

/** Pieces are letters. @param shown what goes on, as the message says */
const replaced = (shown: string, open: string, over: string, age = 0): boolean =>
  mayReplace({ id: '$a', at: 0, open: [...shown] }, { name: 'x', open: [...open], over: [...over] }, age);

test('a message is changed when something of it has ended and nothing has begun', () => {
  assert.ok(replaced('a', '', 'a'));
  assert.ok(replaced('ab', 'b', 'a'));
  assert.ok(replaced('ab', '', 'ba'));
  assert.ok(replaced('a', '', 'ab'), 'one that was never told of has ended, too');
});

test('what begins, and a reminder, are messages of their own: a change makes no sound', () => {
  assert.ok(!replaced('ab', 'ab', ''));
  assert.ok(!replaced('ab', 'bc', 'a'));
  assert.ok(!replaced('', 'a', ''));
  assert.ok(!replaced('', '', 'a'), 'nothing of it went on any more');
});

test('what is absent is not over: the message keeps saying it', () => {
  assert.ok(!replaced('ab', '', 'a'));
  assert.ok(!replaced('abc', 'b', 'a'));
});

test('a message that was posted long ago is left as it is', () => {
  assert.ok(replaced('a', '', 'a', DAY));
  assert.ok(!replaced('a', '', 'a', DAY + 1));
});
