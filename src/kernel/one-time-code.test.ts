import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseCode, spacedCode } from './one-time-code.ts';

const anyCode = fc.stringMatching(/^[0-9]{8}$/);

test('a code is read however it is spaced, and with the digits of any keyboard', () => {
  for (const typed of [
    '12345678',
    '1234 5678',
    ' 1234-5678 ',
    '1234\u00a05678',
    '1234–5678',
    '۱۲۳۴۵۶۷۸',
    '１２３４ ５６７８',
  ]) {
    assert.equal(parseCode(typed), '12345678', typed);
  }
  fc.assert(fc.property(anyCode, (code) => assert.equal(parseCode(spacedCode(code)), code)));
});

test('what has not eight digits is no entry at all', () => {
  for (const typed of ['', '1234567', '123456789', '1234567x', '½½½½½½½½', '1'.repeat(1_000)]) {
    assert.equal(parseCode(typed), undefined, typed);
  }
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
      assert.match(parseCode(typed) ?? '00000000', /^[0-9]{8}$/);
    }),
  );
});
