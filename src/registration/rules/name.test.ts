import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { validateName } from './name.ts';

const settings = { serverName: 'porter.test', reservedNames: new Set(['mayor']), sender: '@gate:porter.test' };
const validate = (typed: string) => {
  const validated = validateName(typed, settings);
  return validated.ok ? validated.value : `! ${validated.refusal}`;
};

test('S1: a name is read as people type it', () => {
  assert.equal(validate('lena'), 'lena');
  assert.equal(validate('  Lena '), 'lena');
  assert.equal(validate('@lena'), 'lena');
  assert.equal(validate('@Lena:PORTER.test'), 'lena');
  assert.equal(validate('a.b_c=d-e/f+9'), 'a.b_c=d-e/f+9');
});

test('S1: what the grammar or the homeserver refuses is refused with its reason', () => {
  assert.equal(validate(''), '! empty');
  assert.equal(validate('@'), '! empty');
  assert.equal(validate('_lena'), '! leading-underscore');
  assert.equal(validate('12345'), '! digits-only');
  assert.equal(validate('zoë'), '! characters');
  assert.equal(validate('le na'), '! characters');
  assert.equal(validate('lena:elsewhere.test'), '! characters');
  assert.equal(validate('\u212aarl'), '! characters');
  assert.equal(validate('a'.repeat(242)), 'a'.repeat(242));
  assert.equal(validate('a'.repeat(243)), '! too-long');
});

test('S1: names of the house are reserved: ours, the usual ones and those of the configuration', () => {
  for (const name of ['porter', 'gate_x', 'Admin', 'postmaster', 'mayor', 'gate', '@root:porter.test']) {
    assert.equal(validate(name), '! reserved', name);
  }
  assert.equal(validate('porters'), 'porters');
  assert.equal(validate('gates'), 'gates');
});

test('S1: whatever is typed, a good name is of the grammar', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (typed) => {
      const validated = validateName(typed, settings);
      if (validated.ok) assert.match(validated.value, /^(?!_)(?![0-9]+$)[a-z0-9._=\-/+]+$/);
    }),
  );
});
