import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fingerprint } from './fingerprint.ts';

test('FNV-1a of the reference, after the length', () => {
  assert.equal(fingerprint(''), '0-811c9dc5');
  assert.equal(fingerprint('a'), '1-e40c292c');
  assert.equal(fingerprint('foobar'), '6-bf9cf968');
});

test('another sign anywhere is another fingerprint', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.nat(), (text, seed) => {
      const at = seed % text.length;
      const other = text.charCodeAt(at) === 0x78 ? 'y' : 'x';
      assert.notEqual(fingerprint(text), fingerprint(text.slice(0, at) + other + text.slice(at + 1)));
    }),
  );
});
