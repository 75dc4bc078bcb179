import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { inert, unpinged } from './inert.ts';

const lively = fc.constantFrom(
  '@room',
  '@ada:porter.test',
  '#team:porter.test',
  'https://matrix.to/#/@ada:porter.test',
  'matrix:u/ada:porter.test',
  'mailto:a@b.example',
  'bitcoin:1Boat',
  'geo:1,2',
  'sms:123',
  'magnet:?xt',
  'example.org',
  '\u2060',
  '\u200b',
  '\u202e',
  ' ',
);

test('V11: nothing in a cleaned value is a mention, an address, a link or an alias', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(lively, fc.string({ unit: 'grapheme' }))), (parts) => {
      const text = inert(parts.join(''), 500, true);
      assert.doesNotMatch(text, /@room/i);
      assert.doesNotMatch(text, /@[^\s\u2060]/u);
      assert.doesNotMatch(text, /:[^\s\u2060]/u);
      assert.doesNotMatch(text, /matrix\.to/iu);
      assert.doesNotMatch(text, /\.\p{L}/u);
    }),
  );
});

test('V11: a person reads the same words', () => {
  const typed = 'See https://example.org or write to me@example.org, dear @room! #1';
  assert.equal(inert(typed, 500).replaceAll('\u2060', ''), typed);
});

test('V11: an ID is left to be copied, but never pings the room', () => {
  assert.equal(unpinged('@lena:porter.test'), '@lena:porter.test');
  assert.doesNotMatch(unpinged('@room:porter.test'), /@room/);
  assert.doesNotMatch(unpinged('x@ROOM.example'), /@room/i);
});
