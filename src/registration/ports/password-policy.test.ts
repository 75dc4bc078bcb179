import assert from 'node:assert/strict';
import { test } from 'node:test';
import { characterKinds, lackingIn } from './password-policy.ts';

test('what of a policy a password lacks is judged as Synapse judges: letters without accents, signs of any script', () => {
  const policy = { least: 6, kinds: characterKinds };
  assert.deepEqual(lackingIn('', policy), ['length', 'digit', 'symbol', 'lowercase', 'uppercase']);
  assert.deepEqual(lackingIn('Abc 12', policy), []);
  // ä is no letter for it, but a sign; and characters are counted, not UTF-16 units.
  assert.deepEqual(lackingIn('äÄ1234', policy), ['lowercase', 'uppercase']);
  assert.deepEqual(lackingIn('😀😀aA1', policy), ['length']);
  assert.deepEqual(lackingIn('anything', { least: 0, kinds: [] }), []);
});
