import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { markKey, meaningOf } from './reaction-key.ts';

const signs = ['✅', '✔', '☑', '👍', '❌', '✖', '👎'];

test('V6: what pickers offer for yes and no is a vote', () => {
  for (const yes of ['✅', '✔', '✔️', '☑', '☑️', '👍']) assert.equal(meaningOf(yes), 'approve', yes);
  for (const no of ['❌', '✖', '✖️', '👎']) assert.equal(meaningOf(no), 'decline', no);
});

test('V6: variation selectors and skin tones do not matter, wherever they stand', () => {
  const dress = fc.array(fc.constantFrom('\ufe0e', '\ufe0f', '🏻', '🏼', '🏽', '🏾', '🏿'), { maxLength: 4 });
  fc.assert(
    fc.property(fc.constantFrom(...signs), dress, dress, (sign, before, after) => {
      assert.equal(meaningOf([...before, sign, ...after].join('')), meaningOf(sign));
    }),
  );
});

test('V6: texts and signs that can be read two ways are no votes', () => {
  for (const other of [
    '',
    'yes',
    'ja',
    '+1',
    'approve',
    '❎',
    '⭕',
    '🚫',
    '🎉',
    '👀',
    '✅✅',
    '✅❌',
    '✅ ',
    '🟩',
    '❌️👍',
  ]) {
    assert.equal(meaningOf(other), undefined, other);
  }
});

test('V6: no text of letters, digits and spaces is ever a vote', () => {
  fc.assert(fc.property(fc.stringMatching(/^[\p{L}\p{N}\s]*$/u), (text) => assert.equal(meaningOf(text), undefined)));
});

test("V6: Porter's own marks are written as Element's pickers write them, and mean the same with and without U+FE0F", () => {
  assert.equal(markKey('✅'), '\u2705\ufe0f');
  assert.equal(markKey('❌'), '\u274c\ufe0f');
  for (const mark of ['✅', '❌']) assert.equal(meaningOf(markKey(mark)), meaningOf(mark));
});
