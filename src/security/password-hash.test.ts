import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHash } from './password-hash.ts';

const SALT = 'c29tZXNhbHRzb21lc2FsdA';
const TAG = 'A'.repeat(43);
const argon2 = (parameters: string, kind = 'argon2id', version = 19) =>
  `$${kind}$v=${version}$${parameters}$${SALT}$${TAG}`;
const bcrypt = (version: string, cost: string) => `$${version}$${cost}$${'x'.repeat(53)}`;

test('S12: the parameters of a hash are read before anything is computed by them', () => {
  assert.deepEqual(readHash(argon2('m=65536,t=3,p=1')), { kind: 'argon2id', memoryKiB: 65_536, passes: 3, lanes: 1 });
  assert.deepEqual(readHash(argon2('m=1048576,t=20,p=16'))?.kind, 'argon2id');
  for (const version of ['2a', '2b', '2y']) assert.deepEqual(readHash(bcrypt(version, '12')), { kind: 'bcrypt' });
});

test('S12: a hash with absurd parameters, of another kind, or broken is none', () => {
  for (const text of [
    ...['m=4294967295,t=3,p=1', 'm=1048577,t=3,p=1', 'm=65536,t=4000000000,p=1', 'm=65536,t=21,p=1'].map((one) =>
      argon2(one),
    ),
    ...['m=65536,t=3,p=17', 'm=65536,t=3,p=0', 'm=7,t=3,p=1', 'm=65536,t=3', 'm=-1,t=3,p=1', 'm=1e9,t=3,p=1'].map(
      (one) => argon2(one),
    ),
    argon2('m=65536,t=3,p=1', 'argon2i'),
    argon2('m=65536,t=3,p=1', 'argon2d'),
    argon2('m=65536,t=3,p=1', 'argon2id', 16),
    `${argon2('m=65536,t=3,p=1')}\n`,
    ` ${argon2('m=65536,t=3,p=1')}`,
    ...[
      bcrypt('2b', '31'),
      bcrypt('2b', '16'),
      bcrypt('2b', '03'),
      bcrypt('2x', '12'),
      bcrypt('2b', '12').slice(0, -1),
    ],
    ...['', '$', 'password', '$1$salt$hash', '$6$salt$hash', '{SSHA}abc'],
  ]) {
    assert.equal(readHash(text), undefined, text);
  }
});
