import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { undoLatin1 } from './undo-latin1.ts';

const asLatin1 = (text: string) => new TextDecoder('windows-1252').decode(new TextEncoder().encode(text));

test('UTF-8 that was taken for latin1 is read again, whatever it says', () => {
  for (const name of ['Jörg Müßig', 'Zoë', 'José', 'شیرین', '李']) assert.equal(undoLatin1(asLatin1(name)), name);
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => undoLatin1(asLatin1(text)) === text));
});

test('names that were kept right stay as they are', () => {
  for (const name of ['Jörg Müßig', 'Zoë', 'ÉMILE', 'Ann', 'شیرین', '李', '']) assert.equal(undoLatin1(name), name);
});
