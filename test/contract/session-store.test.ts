import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparableNames } from '../../src/accounts/rules/comparable-names.ts';
import type { Localpart } from '../../src/kernel/matrix-id.ts';
import type { Session } from '../../src/sign-in/ports.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { onEveryDatabase } from './databases.ts';

const AT = 1_000_000_000_000;
const lena = 'lena' as Localpart;
const ordered = { at: AT, by: 'porter' } as const;
const aSession = (id: string, over: Partial<Session> = {}): Session => ({
  ...{ id, localpart: lena, beganAt: AT, passwordSetAt: AT, usedAt: AT, agent: 'Firefox' },
  ...over,
});

async function addAccount({ accounts }: Storage, localpart: Localpart): Promise<void> {
  const account = { localpart, displayName: undefined, state: 'active', createdAt: AT, lastSeenAt: undefined } as const;
  const profile = { ...account, addresses: [], findableByName: true, findableByAddress: true };
  await accounts.add({ profile, names: comparableNames(profile), hash: 'a-hash' }, ordered);
}

onEveryDatabase((database, open) => {
  test(`H12: a session is found by the digest of its newest secret alone, with what its account says (${database})`, async () => {
    await using opened = await open();
    const { sessions, accounts } = opened.storage;
    await addAccount(opened.storage, lena);
    await sessions.add(aSession('s1'), 'digest-1');
    assert.deepEqual(await sessions.find('digest-1'), { session: aSession('s1'), isActive: true, passwordSetAt: AT });
    assert.equal(await sessions.find('digest-2'), undefined);
    await sessions.renew('s1', 'digest-2', { at: AT + 7, passwordSetAt: AT + 5 });
    assert.equal(await sessions.find('digest-1'), undefined);
    await sessions.used('s1', AT + 9);
    const renewed = aSession('s1', { passwordSetAt: AT + 5, usedAt: AT + 9 });
    assert.deepEqual((await sessions.find('digest-2'))?.session, renewed);
    await accounts.setState(lena, { from: ['active'], to: 'suspended' }, ordered);
    assert.equal((await sessions.find('digest-2'))?.isActive, false);
    await accounts.close(lena, ordered);
    assert.equal(await sessions.find('digest-2'), undefined, 'they go with the account');
  });

  test(`sessions are listed and ended for one account only (${database})`, async () => {
    await using opened = await open();
    const { sessions } = opened.storage;
    const bo = 'bo' as Localpart;
    for (const each of [lena, bo]) await addAccount(opened.storage, each);
    for (const [id, usedAt] of [
      ['s1', AT],
      ['s2', AT + 2],
      ['s3', AT + 1],
    ] as const)
      await sessions.add(aSession(id, { usedAt }), id);
    await sessions.add(aSession('s4', { localpart: bo }), 's4');
    const ids = async (of: Localpart) => (await sessions.list(of)).map(({ session }) => session.id);
    assert.deepEqual(await ids(lena), ['s2', 's3', 's1']);
    await sessions.end(lena, 's4');
    await sessions.end(lena, 's3');
    assert.deepEqual([await ids(lena), await ids(bo)], [['s2', 's1'], ['s4']]);
    await sessions.endOthers(lena, 's1');
    assert.deepEqual([await ids(lena), await ids(bo)], [['s1'], ['s4']]);
    await sessions.tidy(AT);
    assert.deepEqual(await ids(lena), ['s1']);
    await sessions.tidy(AT + 1);
    assert.deepEqual([await ids(lena), await ids(bo)], [[], []]);
  });
});
