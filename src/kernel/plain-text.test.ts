import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { plainText } from './plain-text.ts';

test('S3: overrides, zero-width characters, controls and lone surrogates are gone', () => {
  assert.equal(plainText('Lena\u202eadmin\u202c\u0000\u200b', 100), 'Lenaadmin');
  assert.equal(plainText('a\ud800b', 100), 'a\ufffdb');
  assert.equal(plainText('one\r\ntwo\tthree', 100), 'one two three');
  assert.equal(plainText(`z${'\u0336'.repeat(200)}`, 100).length, 5);
});

test('S3: text that nobody can see is no text', () => {
  for (const text of ['\u3164', '\u2800\u2800', '\u200d', '\u00ad', '\u034f', '\u{e0041}', ' \u180e ']) {
    assert.equal(plainText(text, 100), '', JSON.stringify(text));
  }
  assert.equal(plainText('Ada\u00ad\u{e0041}', 100), 'Ada');
  assert.equal(plainText('a\u2028b', 100), 'a b');
});

test('S3: Persian joiners and emoji sequences stay as they are', () => {
  assert.equal(plainText('می‌خواهم', 100), 'می‌خواهم');
  assert.equal(plainText('👩‍🚀', 100), '👩‍🚀');
});

test('H2: a flood of blanks costs no more than other text', () => {
  // A search that starts at every blank would take hours.
  assert.equal(plainText(`a${' '.repeat(3_000_000)}b`, 1, true), 'a');
  assert.equal(plainText(`a${'\t '.repeat(1_500_000)}`, 100, true), 'a');
  assert.equal(plainText('a \t \n b', 100, true), 'a\n b');
});

test('line breaks stay where lines are asked for, at most two in a row', () => {
  assert.equal(plainText('a  \r\n\n\n\nb', 100, true), 'a\n\nb');
});

test('S3: whatever is typed, the result is well-formed, short enough and stays the same when cleaned again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.boolean(), (text, lines) => {
      const clean = plainText(text, 50, lines);
      assert.ok(clean.isWellFormed());
      assert.ok([...clean].length <= 50);
      assert.doesNotMatch(clean, /[\u0000-\u0008\u202a-\u202e\u2066-\u2069]/);
    }),
  );
});
