import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openTestSqlite } from '../../../test/contract/databases.ts';
import { anEmail, NOW } from '../../../test/contract/samples.ts';
import { fakeAccounts } from '../../../test/support/door.ts';
import type { Passwords } from '../../accounts/ports/passwords.ts';
import { type Localpart, type UserId, userIdOf } from '../../kernel/matrix-id.ts';
import { ok, refuse } from '../../kernel/outcome.ts';
import { makeLocalProvisioner } from './local-provisioner.ts';

const signal = new AbortController().signal;
const name = (text: string) => text as Localpart;
const lena = { userId: '@lena:porter.test' as UserId, applicationId: 'app-1' };
const application = { id: 'app-1', localpart: name('lena') };
const consents = { findableByName: true, findableByAddress: false };
const profile = { displayName: 'Lena Ortiz', email: anEmail('Lena@example.org'), consents };
const ordered = { at: NOW, by: 'cli:root' } as const;

async function begin(t: TestContext) {
  const opened = await openTestSqlite();
  t.after(() => opened[Symbol.asyncDispose]());
  const { accounts } = opened.storage;
  const there = fakeAccounts();
  const hashing: { busy: boolean } = { busy: false };
  const hash: Passwords['hash'] = async (password) => (hashing.busy ? refuse('busy') : ok(`hash of ${password}`));
  const provisioner = makeLocalProvisioner({
    ...{ accounts, passwords: { hash }, there, serverName: 'porter.test', clock: opened.clock },
  });
  /** Somebody whom the team added. */
  const addBo = (more: object = {}) =>
    accounts.add(
      {
        profile: {
          ...{ localpart: name('bo'), displayName: undefined, state: 'active', createdAt: NOW, lastSeenAt: undefined },
          ...{ addresses: [{ medium: 'email', address: anEmail('bo@example.org') }] },
          ...{ findableByName: true, findableByAddress: true, ...more },
        },
        ...{ names: { localpart: 'bo', displayName: '' }, hash: undefined },
      },
      ordered,
    );
  return { accounts, there, provisioner, hashing, addBo };
}

test('D4: an account is made once, here and at the homeserver, whichever step an earlier attempt reached', async (t) => {
  const { accounts, there, provisioner } = await begin(t);
  there.down = true;
  await assert.rejects(provisioner.createFor(application, signal));
  assert.equal((await accounts.findMadeFor('app-1'))?.localpart, 'lena');
  there.down = false;
  assert.deepEqual(await provisioner.createFor(application, signal), { kind: 'created', userId: lena.userId });
  assert.deepEqual(await provisioner.createFor(application, signal), { kind: 'ours', userId: lena.userId });
  for (let i = 0; i < 2; i += 1) assert.equal(await provisioner.bind(lena, profile, signal), 'bound');
  const made = await accounts.find(name('lena'));
  assert.equal(made?.displayName, 'Lena Ortiz');
  assert.deepEqual([made.findableByName, made.findableByAddress], [true, false]);
  assert.deepEqual(made.addresses, [{ medium: 'email', address: 'lena@example.org' }]);
  assert.equal((await accounts.list({ limit: 9 })).length, 1);
  assert.equal(await provisioner.findFor?.('app-1', signal), lena.userId);
});

test('V13: a name that somebody has at the homeserver is never kept here, and a name that was ever kept here is taken', async (t) => {
  const { accounts, there, provisioner, addBo } = await begin(t);
  there.others.add('lena');
  assert.deepEqual(await provisioner.createFor(application, signal), { kind: 'taken' });
  assert.equal(await accounts.find(name('lena')), undefined);
  assert.equal(await provisioner.isFree(name('lena')), 'taken');

  await addBo();
  await accounts.close(name('bo'), ordered);
  assert.equal(await provisioner.isFree(name('bo')), 'taken');
  assert.deepEqual(await provisioner.createFor({ id: 'app-2', localpart: name('bo') }, signal), { kind: 'taken' });
  assert.equal(there.made.size, 0);
  there.down = true;
  assert.equal(await provisioner.isFree(name('mia')), 'unknown');
});

test('a decision that is taken back before the user was made leaves no account behind, and one after it finds the account', async (t) => {
  const { accounts, there, provisioner } = await begin(t);
  there.down = true;
  await assert.rejects(provisioner.createFor(application, signal));
  there.down = false;
  assert.equal(await provisioner.findFor?.('app-1', signal), undefined);
  assert.equal(await accounts.find(name('lena')), undefined);
  assert.equal((await provisioner.createFor(application, signal)).kind, 'created');
});

test('only a password that is kept here is replaced by the page for forgotten ones', async (t) => {
  const { accounts, provisioner, addBo } = await begin(t);
  const at = (local: string) => provisioner.replacesPassword?.(userIdOf(name(local), 'porter.test'));
  await addBo();
  assert.deepEqual([await at('bo'), await at('mia')], [true, false]);
  await accounts.close(name('bo'), ordered);
  assert.equal(await at('bo'), false);
});

test('an address that somebody has here stays with them, and the homeserver hears nothing of it', async (t) => {
  const { accounts, there, provisioner, addBo } = await begin(t);
  await addBo();
  await provisioner.createFor(application, signal);
  const wanted = { ...profile, email: anEmail('Bo@example.org') };
  assert.equal(await provisioner.ownerOf(wanted.email), '@bo:porter.test');
  assert.equal(await provisioner.bind(lena, wanted, signal), 'address-taken');
  assert.deepEqual([...there.addresses], []);
  const made = await accounts.find(name('lena'));
  assert.deepEqual([made?.displayName, made?.addresses], ['Lena Ortiz', []]);
  there.addresses.set('far@example.org', '@far:porter.test' as UserId);
  assert.equal(await provisioner.ownerOf(anEmail('far@example.org')), '@far:porter.test');
});

test('locked, unlocked and closed on both sides; whoever is gone on either side is gone', async (t) => {
  const { accounts, there, provisioner } = await begin(t);
  await provisioner.createFor(application, signal);
  const states = async () => [
    (await accounts.find(name('lena')))?.state,
    there.made.get(lena.userId)?.locked,
    there.made.get(lena.userId)?.closed,
  ];
  for (let i = 0; i < 2; i += 1) assert.equal(await provisioner.lock(lena, signal), 'done');
  assert.deepEqual(await states(), ['suspended', true, false]);
  assert.equal(await provisioner.stateOf(lena), 'locked');
  assert.equal(await provisioner.setPassword(lena, 'a long password'), 'locked');
  for (let i = 0; i < 2; i += 1) assert.equal(await provisioner.unlock(lena, signal), 'done');
  assert.deepEqual(await states(), ['active', false, false]);
  assert.equal(await provisioner.stateOf(lena), 'open');
  assert.equal(await provisioner.stateOf({ ...lena, applicationId: 'app-2' }), 'gone');
  assert.equal(await provisioner.close(lena, signal), 'done');
  assert.deepEqual(await states(), ['closed', false, true]);
  assert.equal(await provisioner.close(lena, signal), 'gone');
  for (const what of ['lock', 'unlock'] as const) assert.equal(await provisioner[what](lena, signal), 'gone');
  assert.equal(await provisioner.setPassword(lena, 'a long password'), 'gone');
  assert.equal(await provisioner.bind(lena, profile, signal), 'gone');
});

test('a password is kept here alone; while too many are hashed it is not', async (t) => {
  const { accounts, there, provisioner, hashing } = await begin(t);
  await provisioner.createFor(application, signal);
  const hash = async () => (await accounts.findCredential(name('lena')))?.hash;
  hashing.busy = true;
  assert.equal(await provisioner.setPassword(lena, 'a long password'), 'busy');
  assert.equal(await hash(), undefined);
  hashing.busy = false;
  assert.equal(await provisioner.setPassword(lena, 'a long password'), 'set');
  assert.equal(await hash(), 'hash of a long password');
  assert.equal(there.made.get(lena.userId)?.password, undefined);
});
