import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type EmailAddress, parseEmailAddress } from '../kernel/email-address.ts';
import { makeIds } from '../kernel/ids.ts';
import { Secret } from '../kernel/secret.ts';
import { makeDerivations } from './derivations.ts';
import { newKeyLine, parseKeyRing } from './key-ring.ts';

const ids = makeIds(() => 1_700_000_000_000);
const oldLine = newKeyLine(ids, 'k1');
const keys = parseKeyRing(new Secret(oldLine));
const rotated = parseKeyRing(new Secret(`# newest first\n${newKeyLine(ids, 'k2')}\n${oldLine}\n`));
const derivations = makeDerivations(keys, 1);
const id = ids.next();
const address = (text: string): EmailAddress => parseEmailAddress(text) ?? assert.fail(text);

test('the same arguments give the same link until a restore raises the epoch', () => {
  const token = derivations.linkToken('welcome', id, 1);
  assert.match(token, /^[A-Za-z0-9_-]{22}$/);
  assert.equal(makeDerivations(keys, 1).linkToken('welcome', id, 1), token);
  assert.notEqual(makeDerivations(keys, 2).linkToken('welcome', id, 1), token);
  assert.notEqual(derivations.linkToken('prove', id, 1), token);
  assert.notEqual(derivations.linkToken('welcome', id, 2), token);
  assert.notEqual(derivations.linkToken('welcome', ids.next(), 1), token);
  assert.match(derivations.linkHash(token), /^[0-9a-f]{64}$/);
});

test('S4: codes have eight digits and every digit is as likely at every place', () => {
  const counts = Array.from({ length: 8 }, () => new Array<number>(10).fill(0));
  const codes = 4_000;
  for (let issue = 0; issue < codes; issue += 1) {
    const code = derivations.code(id, issue);
    assert.match(code, /^[0-9]{8}$/);
    [...code].forEach((digit, place) => {
      const row = counts[place] ?? assert.fail();
      row[Number(digit)] = (row[Number(digit)] ?? 0) + 1;
    });
  }
  // The key is random, so allow 8 standard deviations around a tenth: then the test practically never fails by chance.
  const slack = 8 * Math.sqrt(codes * 0.09);
  for (const count of counts.flat()) assert.ok(Math.abs(count - codes / 10) < slack, `${count}`);
});

test('S5: a code of one application is not the code of another, nor of another epoch', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.nat(), (one, other, issue) => {
      fc.pre(one !== other);
      // One code of eight digits can be equal by chance, two in a row practically never.
      const pair = (of: string, epoch: number) =>
        makeDerivations(keys, epoch).code(of, issue) + makeDerivations(keys, epoch).code(of, issue + 1);
      assert.notEqual(pair(one, 1), pair(other, 1));
      assert.notEqual(pair(one, 1), pair(one, 2));
    }),
  );
});

test('S8: spellings of one address have one hash, which a new key does not change', () => {
  const hash = derivations.addressHash(address('lena@example.org'));
  assert.match(hash, /^[0-9a-f]{64}$/);
  assert.equal(derivations.addressHash(address('Lena+matrix@EXAMPLE.org')), hash);
  assert.notEqual(derivations.addressHash(address('lena@example.com')), hash);
  assert.equal(makeDerivations(rotated, 3).addressHash(address('lena@example.org')), hash);
});

test('L5: a check value is known to the key that made it, also after a rotation, and to no other', () => {
  assert.ok(keys.knows(keys.keyCheck()));
  assert.ok(rotated.knows(keys.keyCheck()));
  assert.ok(!keys.knows(rotated.keyCheck()));
  assert.ok(!parseKeyRing(new Secret(newKeyLine(ids, 'k1'))).knows(keys.keyCheck()));
});

test('L5: a key file that is none is refused, and nothing of it is repeated', () => {
  const line = newKeyLine(ids, 'k1');
  for (const content of ['', '# nothing', 'k1', line.slice(0, -1), `${line}\n${line}`, `${line}\nmore canary-77`]) {
    assert.throws(
      () => parseKeyRing(new Secret(content)),
      (error: Error & { code?: string }) => error.code === 'key.unreadable' && !error.message.includes('canary'),
    );
  }
});

test('D5: a form has one ID for each application that it makes, which neither a new key nor a restore changes', () => {
  const first = derivations.applicationId('["token",{"username":"lena"}]', 0);
  assert.match(first, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(makeDerivations(rotated, 3).applicationId('["token",{"username":"lena"}]', 0), first);
  assert.notEqual(derivations.applicationId('["token",{"username":"lena"}]', 1), first);
  assert.notEqual(derivations.applicationId('["token",{"username":"lene"}]', 0), first);
});
