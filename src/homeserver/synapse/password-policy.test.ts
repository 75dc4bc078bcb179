import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePasswordPolicy } from './password-policy.ts';

test('a policy that cannot be read asks for nothing', () => {
  const nothing = { least: 0, kinds: [] };
  for (const body of [{}, { 'm.minimum_length': '14' }, { 'm.minimum_length': -3, 'm.require_digit': 'yes' }]) {
    assert.deepEqual(parsePasswordPolicy(body), nothing);
  }
  const body = {
    'm.minimum_length': 14,
    'm.require_uppercase': true,
    'm.require_digit': true,
    'm.require_symbol': false,
  };
  assert.deepEqual(parsePasswordPolicy(body), { least: 14, kinds: ['digit', 'uppercase'] });
});
