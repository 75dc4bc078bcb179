import assert from 'node:assert/strict';
import { test } from 'node:test';
import bcrypt from '@node-rs/bcrypt';
import { makeCheckPassword } from '../../src/accounts/check-password.ts';
import { makeGuessLimit } from '../../src/accounts/guess-limit.ts';
import { makeKeepAccounts } from '../../src/accounts/keep-accounts.ts';
import type { Passwords } from '../../src/accounts/ports/passwords.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import type { Localpart } from '../../src/kernel/matrix-id.ts';
import { openPasswords } from '../../src/security/open-passwords.ts';
import { lena, PASSWORD, takesAny } from '../support/identity-door.ts';
import { openTestSqlite } from './databases.ts';

async function openRig() {
  const opened = await openTestSqlite();
  const { accounts } = opened.storage;
  const { clock } = opened;
  const ids = makeIds(systemClock.now);
  const passwords = await openPasswords({
    ...{ argon2: { memoryMiB: 1, passes: 1 }, bcryptPepper: undefined, clock: systemClock, ids },
  });
  const checked: (string | undefined)[] = [];
  const watched: Passwords = {
    ...passwords,
    verify(password, hash) {
      checked.push(hash);
      return passwords.verify(password, hash);
    },
  };
  const askFree = { answer: 'free' as 'free' | 'taken' | 'refused' | 'unknown' };
  return {
    ...{ accounts, checked, askFree, clock },
    check: makeCheckPassword({ accounts, passwords: watched, limit: makeGuessLimit(clock), clock, log: silentLog }),
    keep: makeKeepAccounts({
      accounts,
      newPasswords: takesAny(passwords),
      askNameFree: async () => askFree.answer,
      clock,
    }),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

const name = lena.localpart;
const ordered = { at: 0, by: 'porter' } as const;

test('an old hash is replaced at the first right password, and a wrong one replaces nothing', async () => {
  await using rig = await openRig();
  await rig.keep.add({ ...lena, password: undefined }, 'porter');
  const old = await bcrypt.hash(PASSWORD, 4);
  await rig.accounts.setHash(name, old, ordered);
  const hash = async () => (await rig.accounts.findCredential(name))?.hash;
  assert.equal((await rig.check(name, 'wrong')).ok, false);
  assert.equal(await hash(), old);
  assert.equal((await rig.check(name, PASSWORD)).ok, true);
  assert.match(String(await hash()), /^\$argon2id\$/);
  assert.equal((await rig.check(name, PASSWORD)).ok, true);
  assert.equal((await rig.accounts.find(name))?.lastSeenAt, rig.clock.now());
});

test('S7: whoever is asked for, exactly one hash is checked, and it is nobody’s where nobody may log in', async () => {
  await using rig = await openRig();
  await rig.keep.add(lena, 'porter');
  await rig.keep.add({ ...lena, localpart: 'bo' as Localpart, addresses: [] }, 'porter');
  await rig.keep.suspend('bo' as Localpart, 'porter');
  for (const who of [
    ...[name, 'bo' as Localpart, 'nobody' as Localpart],
    ...lena.addresses,
    { medium: 'msisdn', address: '49123456789' } as const,
  ]) {
    const outcome = await rig.check(who, 'wrong');
    assert.deepEqual(outcome, { ok: false, refusal: 'wrong', detail: undefined });
  }
  assert.equal(rig.checked.length, 6);
  assert.deepEqual(
    rig.checked.map((hash) => hash !== undefined),
    [true, false, false, true, true, false],
  );
});

test('V13: a name that the homeserver has, or may have, is given to nobody', async () => {
  await using rig = await openRig();
  for (const [answer, refusal] of [
    ['taken', 'taken-there'],
    ['refused', 'name-refused'],
    ['unknown', 'cannot-ask'],
  ] as const) {
    rig.askFree.answer = answer;
    assert.deepEqual(await rig.keep.add(lena, 'porter'), { ok: false, refusal, detail: undefined });
    assert.equal(await rig.accounts.find(name), undefined);
  }
});
