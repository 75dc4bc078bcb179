import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseLocalpart } from '../../kernel/matrix-id.ts';
import { suggestName } from './suggest-name.ts';

test('a username is made of names, addresses and Matrix IDs', () => {
  for (const [typed, name] of [
    ['Lena Müller', 'lena.mueller'],
    ['  Zoë  Ångström ', 'zoe.aangstroem'],
    ["O'Neil", 'oneil'],
    ['José', 'jose'],
    ['ＬＥＮＡ', 'lena'],
    ['lena+list@example.org', 'lena'],
    ['@lena:elsewhere.example', 'lena'],
    ['_lena_', 'lena_'],
    ['Łukasz Żółw', 'lukasz.zolw'],
    ['Лена', undefined],
    ['شیرین', undefined],
    ['2024', undefined],
    ['?!', undefined],
    ['', undefined],
  ] as const) {
    assert.equal(suggestName(typed, 'porter.test'), name, typed);
  }
});

test('whatever is typed, a suggestion is a valid username', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (typed) => {
      const name = suggestName(typed, 'porter.test');
      assert.ok(name === undefined || parseLocalpart(name, 'porter.test').ok);
    }),
  );
});
