import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import bcrypt from '@node-rs/bcrypt';
import fc from 'fast-check';
import type { Passwords } from '../accounts/ports/passwords.ts';
import { systemClock } from '../kernel/clock.ts';
import { makeIds } from '../kernel/ids.ts';
import { Secret } from '../kernel/secret.ts';
import { openPasswords, type PasswordsNeeds } from './open-passwords.ts';

const WEAKEST = { memoryMiB: 1, passes: 1 };
const open = (over: Partial<PasswordsNeeds> = {}) =>
  openPasswords({
    ...{ argon2: WEAKEST, bcryptPepper: undefined, clock: systemClock, ids: makeIds(systemClock.now) },
    ...over,
  });

async function hashed(passwords: Passwords, password: string): Promise<string> {
  const outcome = await passwords.hash(password);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
}

describe('passwords', () => {
  let passwords: Passwords;
  before(async () => {
    passwords = await open();
  });

  test('a hash is argon2id with the parameters that are set, and the same password never gives the same one', async () => {
    const stronger = await open({ argon2: { memoryMiB: 2, passes: 3 } });
    const [one, other] = [await hashed(stronger, 'Correct-Horse-7'), await hashed(stronger, 'Correct-Horse-7')];
    assert.match(one, /^\$argon2id\$v=19\$m=2048,t=3,p=1\$/);
    assert.notEqual(one, other);
    assert.ok(stronger.takes(one));
    assert.equal(await stronger.verify('Correct-Horse-7', one), 'right');
    assert.equal(await stronger.verify('correct-horse-7', one), 'wrong');
  });

  test('S12: a hash made by the reference implementation is verified, and an older one is to be replaced', async () => {
    // From the tests of the reference implementation (phc-winner-argon2, test.c), argon2id.
    const known = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    assert.equal(await passwords.verify('password', known), 'right');
    assert.equal(await passwords.verify('passwore', known), 'wrong');
    for (const argon2 of [
      { memoryMiB: 65, passes: 2 },
      { memoryMiB: 19, passes: 3 },
    ]) {
      assert.equal(await (await open({ argon2 })).verify('password', known), 'outdated');
    }
    assert.equal(await (await open({ argon2: { memoryMiB: 19, passes: 2 } })).verify('password', known), 'right');
  });

  test('S12: a hash that asks for absurd work, or is none, is refused without doing any of it', async () => {
    for (const hash of [
      '$argon2id$v=19$m=4294967295,t=3,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
      `$2b$31$${'x'.repeat(53)}`,
      'Correct-Horse-7',
      '',
    ]) {
      assert.equal(await passwords.verify('password', hash), 'unreadable', hash);
      assert.equal(passwords.takes(hash), false);
    }
  });

  test('S11: two ways to write the same text are one password, and spaces and every character count', async () => {
    const any = fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }).filter((text) => text.isWellFormed());
    await fc.assert(
      fc.asyncProperty(any, async (text) => {
        const hash = await hashed(passwords, text.normalize('NFC'));
        assert.equal(await passwords.verify(text.normalize('NFD'), hash), 'right');
        for (const other of [`${text} `, ` ${text}`, `${text}\0`])
          assert.equal(await passwords.verify(other, hash), 'wrong');
      }),
      { numRuns: 30 },
    );
  });

  test('S11: up to 1,000 characters count, all of them, and more are refused instead of cut', async () => {
    for (const letter of ['x', 'é', '🔑']) {
      const longest = letter.repeat(1_000);
      const hash = await hashed(passwords, longest);
      assert.equal(await passwords.verify(longest.normalize('NFD'), hash), 'right');
      assert.equal(await passwords.verify(`${letter.repeat(999)}y`, hash), 'wrong');
      const refused = { ok: false, refusal: 'too-long', detail: undefined };
      for (const many of [1_001, 10_000]) {
        assert.deepEqual(await passwords.hash(letter.repeat(many)), refused);
        assert.equal(await passwords.verify(letter.repeat(many), hash), 'wrong');
      }
    }
    assert.deepEqual(await passwords.hash(''), { ok: false, refusal: 'empty', detail: undefined });
  });

  test('old hashes by bcrypt are right and to be replaced, as PHP, Synapse and others made them', async () => {
    /** The three are computed alike for texts of less than 72 bytes. */
    const of = async (text: string, version: '2a' | '2b' | '2y') =>
      (await bcrypt.hash(text, 4)).replace('$2b$', `$${version}$`);
    const peppered = await open({ bcryptPepper: new Secret('pepper\n') });
    for (const version of ['2a', '2b', '2y'] as const) {
      const hash = await of("Größe '7'", version);
      assert.equal(await passwords.verify("Größe '7'", hash), 'outdated');
      assert.equal(await passwords.verify("Gro\u0308ße '7'".normalize('NFD'), hash), 'outdated');
      assert.equal(await passwords.verify("Grosse '7'", hash), 'wrong');
      assert.equal(await peppered.verify("Größe '7'", hash), 'outdated', 'not every hash has the pepper');
    }
    // Typed in a form that PHP did not normalise.
    assert.equal(await passwords.verify('ﬁsh-and-chips', await of('ﬁsh-and-chips', '2y')), 'outdated');
    const synapse = await of('fish-and-chipspepper', '2b');
    assert.equal(await peppered.verify('ﬁsh-and-chips', synapse), 'outdated');
    assert.equal(await passwords.verify('ﬁsh-and-chips', synapse), 'wrong');
  });

  test('S7: without an account nothing is ever right, and it is checked all the same', async () => {
    for (const password of ['', 'Correct-Horse-7', 'x'.repeat(2_000)])
      assert.equal(await passwords.verify(password, undefined), 'wrong');
  });

  test('S13: of 500 checks at once some are done and the others are refused at once', async () => {
    const slow = await open({ argon2: { memoryMiB: 19, passes: 2 } });
    const hash = await hashed(slow, 'Correct-Horse-7');
    const verdicts = await Promise.all(Array.from({ length: 500 }, () => slow.verify('Correct-Horse-7', hash)));
    const counts = Map.groupBy(verdicts, (verdict) => verdict);
    assert.deepEqual([...counts.keys()].toSorted(), ['busy', 'right']);
    assert.equal(await slow.verify('Correct-Horse-7', hash), 'right');
  });
});
