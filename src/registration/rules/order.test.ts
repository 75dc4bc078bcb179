import assert from 'node:assert/strict';
import { test } from 'node:test';
import { someSettings } from '../../../test/support/door.ts';
import { typedFields } from '../../../test/support/order.ts';
import { fields, toldFieldNames } from '../fields.ts';
import { validateForm } from './order.ts';

const settings = someSettings();
/** A box to tick has no length. */
const typedNames = toldFieldNames.filter((name) => !['tick', 'consent'].includes(fields[name].input));
const typed = typedFields({
  username: 'Lena',
  displayName: 'شیرین',
  email: 'Lena@Example.org',
  reason: 'I live\r\nhere.',
});

test('a good form becomes clean values', () => {
  const validated = validateForm(typed, settings);
  assert.ok(validated.ok);
  const { order, ...claimed } = validated.value;
  assert.deepEqual(claimed, { localpart: 'lena', email: 'Lena@example.org' });
  assert.deepEqual([order.displayName, order.reason], ['شیرین', 'I live\nhere.']);
  assert.deepEqual(Object.keys(order), toldFieldNames);
});

test('every field that is wrong is told at once, in the order of the form', () => {
  const validated = validateForm(typedFields({ displayName: 'x'.repeat(101), email: 'nobody', reason: ' ' }), settings);
  assert.ok(!validated.ok);
  assert.deepEqual(validated.detail, [
    { field: 'username', refusal: 'empty' },
    { field: 'displayName', refusal: 'too-long' },
    { field: 'email', refusal: 'not-an-address' },
    { field: 'reason', refusal: 'empty' },
  ]);
});

test('lengths are counted in code points, and an optional reason may stay out', () => {
  const long = validateForm({ ...typed, displayName: '😀'.repeat(100), reason: '😀'.repeat(1_000) }, settings);
  assert.ok(long.ok);
  assert.ok(!validateForm({ ...typed, reason: 'x'.repeat(1_001) }, settings).ok);
  assert.ok(validateForm({ ...typed, reason: '' }, { ...settings, reasonRequired: false }).ok);
  const none = validateForm({ ...typed, email: '  ' }, settings);
  assert.ok(!none.ok && none.detail[0]?.refusal === 'empty');
});

test('every field is validated by its cap and by whether it must be filled in', () => {
  for (const name of typedNames) {
    const { cap, validate, isRequired } = fields[name];
    assert.ok(validate('x'.repeat(cap), settings).ok, name);
    assert.ok(!validate('x'.repeat(cap + 1), settings).ok, name);
    assert.equal(validate(' ', settings).ok, !isRequired(settings), name);
  }
});

test('an input takes more than is valid, and fields filled up to their caps fit into a form of 16 KiB', () => {
  for (const name of typedNames) assert.ok(fields[name].inputLength > fields[name].cap, name);
  // A code point is at most four bytes of UTF-8, each of them three characters in a form.
  const told = toldFieldNames.map((name) => 12 * fields[name].cap);
  const claimed = fields.username.inputLength + fields.email.inputLength;
  const beside = 1_000; // names of fields, the token of the form, the mark of the extra step
  const sum = told.reduce((all, one) => all + one, claimed + beside);
  assert.ok(sum <= 16_384, `${sum} bytes`);
});

test('an address that looks misspelt is asked back once, and taken when somebody insists on it', () => {
  const limits = { ...settings.limits, freeDomains: new Set(['gmail.com']) };
  const slip = { ...typed, email: 'lena@gmial.com' };
  const asked = validateForm(slip, { ...settings, limits });
  assert.ok(!asked.ok);
  assert.deepEqual(asked.detail, [{ field: 'email', refusal: 'misspelt', instead: 'lena@gmail.com' }]);
  assert.ok(validateForm(slip, { ...settings, limits }, ' lena@gmial.com').ok);
  assert.ok(!validateForm({ ...typed, email: 'lena@gmal.com' }, { ...settings, limits }, 'lena@gmial.com').ok);
});

test('a username that cannot be comes with one that could be meant', () => {
  for (const [username, instead] of [
    ['Lena Müller', 'lena.mueller'],
    ['lena@example.org', 'lena'],
  ]) {
    const validated = validateForm({ ...typed, username: username ?? '' }, settings);
    assert.ok(!validated.ok);
    assert.deepEqual(validated.detail, [{ field: 'username', refusal: 'characters', instead }]);
  }
});
