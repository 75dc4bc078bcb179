import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ComparedText, sameText } from './same-text.ts';

test('two texts are the same when every character is, of whatever length', () => {
  const text = fc.string({ unit: 'grapheme' });
  fc.assert(fc.property(text, text, (one, other) => assert.equal(sameText(one, other), one === other)));
  fc.assert(fc.property(text, (one) => assert.ok(sameText(one, one) && !sameText(one, `${one}\0`))));
});

test('texts that were digested once are the same as before', () => {
  const text = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(text, text, (one, other) =>
      assert.equal(new ComparedText(one).is(new ComparedText(other)), sameText(one, other)),
    ),
  );
  assert.ok(new ComparedText('a').is(new ComparedText('a')));
});
