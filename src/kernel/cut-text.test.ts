import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { placeToCut, shareCut } from './cut-text.ts';

const cut = (text: string, longest: number) => text.slice(0, placeToCut(text, longest));

test('a text that fits is left whole', () => {
  assert.equal(cut('ten units.', 10), 'ten units.');
  assert.equal(cut('', 0), '');
});

test('a longer one is cut behind a line, else behind a word, else between characters', () => {
  assert.equal(cut('first line\nsecond line', 15), 'first line');
  assert.equal(cut('a\nlong line of many words', 15), 'a\nlong line of');
  assert.equal(cut('one two three', 7), 'one two');
  assert.equal(cut('oneverylongword', 7), 'onevery');
});

test('no character of several units is broken', () => {
  assert.equal(cut('aaaa😀😀', 7), 'aaaa😀');
  assert.equal(cut('aaaae\u0301b', 5), 'aaaa');
  assert.equal(cut('aaaaaaaa👩\u200d💻', 11), 'aaaaaaaa');
  assert.equal(cut('aaaaaaaa👍🏽', 10), 'aaaaaaaa');
});

test('S3: where a flood of marks must be cut, its letter is left whole or left out', () => {
  assert.equal(cut('\u{1109a}\u0301', 2), '');
  assert.equal(cut(`aaaa\u{1109a}${'\u0301'.repeat(9)}`, 8), 'aaaa');
});

test('S3: whatever the text, the cut is in it, no longer than allowed, and well-formed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, longest) => {
      const kept = cut(text, longest);
      assert.ok(kept.length <= longest && text.startsWith(kept));
      assert.ok(kept.isWellFormed() || !text.isWellFormed());
    }),
  );
});

test('the share that was cut is said in whole percents, never 0 or 100', () => {
  assert.equal(shareCut(62, 100), '… 38 % cut');
  assert.equal(shareCut(9_999, 10_000), '… 1 % cut');
  assert.equal(shareCut(0, 10), '… 99 % cut');
});
