import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passwordForm } from './password-form.ts';

test('S11: what two keyboards write for one letter is the same', () => {
  assert.equal(passwordForm('cafe\u0301 ﬁ'), passwordForm('caf\u00e9 fi'));
  assert.equal(passwordForm(' a\ud800 '), ' a\ufffd ');
});

test('H2: what is too long for a password is left as it is', () => {
  const flood = `a${'\u0301\u0316'.repeat(4_000)}`;
  assert.equal(passwordForm(flood), flood);
});
