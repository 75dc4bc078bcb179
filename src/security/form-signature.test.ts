import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { makeIds } from '../kernel/ids.ts';
import { Secret } from '../kernel/secret.ts';
import { makeFormSignature } from './form-signature.ts';
import { newKeyLine, parseKeyRing } from './key-ring.ts';

const ids = makeIds(() => 1_700_000_000_000);
const line = newKeyLine(ids, 'k1');
const forms = makeFormSignature(parseKeyRing(new Secret(line)));

test('a signed value is taken as it was signed and in no other shape', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, other) => {
      fc.pre(text !== other);
      assert.ok(forms.verify(text, forms.sign(text)));
      assert.ok(!forms.verify(other, forms.sign(text)));
      assert.ok(!forms.verify(text, other));
    }),
  );
});

test('a form that was open while the key changed is still taken', () => {
  const later = makeFormSignature(parseKeyRing(new Secret(`${newKeyLine(ids, 'k2')}\n${line}`)));
  assert.ok(later.verify('apply 17', forms.sign('apply 17')));
});
