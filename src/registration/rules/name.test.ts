import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { judgeName } from './name.ts';

const settings = { serverName: 'porter.test', reservedNames: new Set(['mayor']), sender: '@gate:porter.test' };
const judge = (typed: string) => {
  const judged = judgeName(typed, settings);
  return judged.ok ? judged.value : `! ${judged.refusal}`;
};

test('S1: a name is read as people type it', () => {
  assert.equal(judge('lena'), 'lena');
  assert.equal(judge('  Lena '), 'lena');
  assert.equal(judge('@lena'), 'lena');
  assert.equal(judge('@Lena:PORTER.test'), 'lena');
  assert.equal(judge('a.b_c=d-e/f+9'), 'a.b_c=d-e/f+9');
});

test('S1: what the grammar or the homeserver refuses is refused with its reason', () => {
  assert.equal(judge(''), '! empty');
  assert.equal(judge('@'), '! empty');
  assert.equal(judge('_lena'), '! leading-underscore');
  assert.equal(judge('12345'), '! digits-only');
  assert.equal(judge('zoë'), '! characters');
  assert.equal(judge('le na'), '! characters');
  assert.equal(judge('lena:elsewhere.test'), '! characters');
  assert.equal(judge('\u212aarl'), '! characters');
  assert.equal(judge('a'.repeat(242)), 'a'.repeat(242));
  assert.equal(judge('a'.repeat(243)), '! too-long');
});

test('S1: names of the house are reserved: ours, the usual ones and those of the configuration', () => {
  for (const name of ['porter', 'gate_x', 'Admin', 'postmaster', 'mayor', 'gate', '@root:porter.test']) {
    assert.equal(judge(name), '! reserved', name);
  }
  assert.equal(judge('porters'), 'porters');
  assert.equal(judge('gates'), 'gates');
});

test('S1: whatever is typed, a good name is of the grammar', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (typed) => {
      const judged = judgeName(typed, settings);
      if (judged.ok) assert.match(judged.value, /^(?!_)(?![0-9]+$)[a-z0-9._=\-/+]+$/);
    }),
  );
});
