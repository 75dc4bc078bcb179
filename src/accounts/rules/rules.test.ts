import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Localpart } from '../../kernel/matrix-id.ts';
import type { Account } from '../ports/account.ts';
import { comparableNames, nameWords } from './comparable-names.ts';
import { canonicalName, ownLocalpart } from './own-id.ts';
import { rankFound } from './rank-found.ts';
import { parseThirdPartyId } from './third-party-id.ts';

test('S8: one mail address has one form: lower case, international domain in ASCII, a lost + put back', () => {
  for (const [typed, kept] of [
    ['Lena.Ortiz@Example.ORG', 'lena.ortiz@example.org'],
    [' lena@exämple.org ', 'lena@xn--exmple-cua.org'],
    ['lena tag@example.org', 'lena+tag@example.org'],
    ["o'brien@example.org", "o'brien@example.org"],
  ]) {
    assert.deepEqual(parseThirdPartyId('email', typed), { medium: 'email', address: kept });
  }
  for (const broken of ['', 'lena', '@example.org', 'lena@', 'a@b@c', 'lena@example.org\0', 7, null, undefined])
    assert.equal(parseThirdPartyId('email', broken), undefined);
});

test('a phone number is 5 to 15 digits with its country code, however people write it', () => {
  for (const typed of ['31612345678', '+31 6 1234-5678', '+31 (6) 12.34.56.78'])
    assert.deepEqual(parseThirdPartyId('msisdn', typed), { medium: 'msisdn', address: '31612345678' });
  for (const broken of ['', '1234', '1234567890123456', '0612345678', '0031612345678', '٣١٦١٢٣٤٥٦', '31612345678x', {}])
    assert.equal(parseThirdPartyId('msisdn', broken), undefined);
});

test('an address of another medium is none', () => {
  for (const medium of ['im.vector', 'Email', '', null, undefined, {}])
    assert.equal(parseThirdPartyId(medium, 'lena@example.org'), undefined);
});

test('H13: only the exact user ID of our own server names an account', () => {
  assert.equal(ownLocalpart('@lena:example.org', 'example.org'), 'lena');
  assert.equal(ownLocalpart('@a.b_c=d-e/f+1:example.org:8448', 'example.org:8448'), 'a.b_c=d-e/f+1');
  for (const id of [
    ...['lena', '@lena', 'lena:example.org', '@Lena:example.org', '@lena:Example.org', '@lena:evil.example'],
    ...['@lena:example.org:80', '@  lena:example.org', '@lena :example.org', '@:example.org', '@123:example.org'],
    ...[
      '@_lena:example.org',
      '@léna:example.org',
      '@lena@example.org:example.org',
      '@lena:example.org\n',
      '@le\0na:example.org',
    ],
    ...[`@${'x'.repeat(250)}:example.org`, '', null, undefined, 7, ['@lena:example.org'], {}],
  ]) {
    assert.equal(ownLocalpart(id, 'example.org'), undefined, String(id));
  }
  assert.equal(canonicalName('lena', 'example.org'), 'lena');
  for (const name of ['Lena', 'lena ', '', null, 7, '@lena:example.org', '123', 'lena@example.org'])
    assert.equal(canonicalName(name, 'example.org'), undefined, String(name));
});

test('names are compared by their words, without accents and case; signs of pattern languages are in none', () => {
  assert.deepEqual(nameWords('  Lena-María ÖRTIZ, Łódź (Straße 7)'), [
    'lena',
    'maria',
    'ortiz',
    'lodz',
    'strasse',
    '7',
  ]);
  for (const term of ['', '%', '_', '.*', '\\', "'", '*"', '%_%']) assert.deepEqual(nameWords(term), []);
  assert.deepEqual(nameWords('ort ORT Ort'), ['ort']);
  assert.ok(nameWords('x '.repeat(10_000)).length <= 12);
  assert.ok(nameWords('x'.repeat(10_000)).every((word) => word.length <= 60));
});

test('an apostrophe is part of a word, and letters that have no accent to lose are read as people type them', () => {
  for (const name of ["O'Brien", 'o’brien', 'OʼBRIEN']) assert.deepEqual(nameWords(name), ['obrien']);
  assert.deepEqual(nameWords('Đorđe Æsop İnönü Sağır ΝΊΚΟΣ'), ['dorde', 'aesop', 'inonu', 'sagir', 'νικοσ']);
});

test('who is called exactly so comes first, then whose name begins so, then whose words do, then the others; shorter names first', () => {
  const of = (localpart: string, displayName?: string) => {
    const account: Account = {
      ...{ localpart: localpart as Localpart, displayName, state: 'active', createdAt: 0, lastSeenAt: undefined },
      ...{ findableByName: true, findableByAddress: true },
    };
    return { account, names: comparableNames(account) };
  };
  const found = [
    ...[of('q', 'Ann Fort'), of('x', 'Lena Ortiz'), of('fort'), of('w', 'Lena Maria Ortiz'), of('ort')],
    ...[of('y', 'Ortrud Maria'), of('z', 'Ort'), of('o', 'Ortiz'), of('v.ort', 'Ann')],
  ];
  assert.deepEqual(
    rankFound(found, nameWords('ORT')).map(({ localpart }) => localpart),
    ['ort', 'z', 'o', 'y', 'v.ort', 'x', 'w', 'fort', 'q'],
  );
  assert.deepEqual(
    rankFound(found, nameWords('ortiz lena'))
      .map(({ localpart }) => localpart)
      .slice(0, 2),
    ['x', 'w'],
  );
});
