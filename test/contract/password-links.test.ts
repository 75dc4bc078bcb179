import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Profile } from '../../src/accounts/ports/account.ts';
import type { AddressChange } from '../../src/accounts/ports/address-changes.ts';
import type { AskedLink } from '../../src/accounts/ports/password-links.ts';
import { comparableNames } from '../../src/accounts/rules/comparable-names.ts';
import { countedSince, refuses, sendLink } from '../../src/accounts/rules/link-jobs.ts';
import { DAY, HOUR, systemClock } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import type { Localpart, UserId } from '../../src/kernel/matrix-id.ts';
import { restoreAccounts } from '../../src/storage/accounts/after-restore.ts';
import { backup } from '../../src/storage/backup.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { restore } from '../../src/storage/restore.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { onEveryDatabase, openTestSqlite } from './databases.ts';
import { anEmail, NOW } from './samples.ts';

const lena = 'lena' as Localpart;
const ordered = { at: NOW, by: 'cli:root' } as const;
const aLink = (id: string, over: Partial<AskedLink> = {}): AskedLink => ({
  ...{ id, localpart: lena, purpose: 'forgotten', addressHash: 'a-hash', language: 'de', askedAt: NOW },
  ...{ sent: undefined, usedAt: undefined },
  ...over,
});
const ask = ({ accounts }: Pick<Storage, 'accounts'>, link: AskedLink) =>
  accounts.links.ask(link, sendLink(link), countedSince(link.askedAt), (before) => refuses(before, link.askedAt));
async function addLena({ accounts }: Pick<Storage, 'accounts'>) {
  const profile: Profile = {
    ...{ localpart: lena, displayName: undefined, state: 'active', createdAt: NOW, lastSeenAt: undefined },
    ...{ findableByName: true, findableByAddress: true, addresses: [] },
  };
  await accounts.add({ profile, names: comparableNames(profile), hash: 'a-hash' }, ordered);
}

onEveryDatabase((database, open) => {
  describe(`links that set passwords: ${database}`, () => {
    test('S8: so many letters go to one address, whoever asks at once, and after a restart as well', async () => {
      await using opened = await open({ clock: systemClock });
      const beside = await opened.beside(systemClock);
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, n) => ask(n % 2 === 0 ? opened.storage : beside, aLink(`l${n}`))),
      );
      assert.deepEqual(answers.filter((answer) => answer === undefined).length, 3);
      await opened.reopen();
      assert.equal(await ask(opened.storage, aLink('l8')), 'enough');
      assert.equal(await ask(opened.storage, aLink('l9', { addressHash: 'another', localpart: undefined })), undefined);
      assert.equal((await opened.storage.desk.list({ limit: 50 })).length, 4);
      assert.equal(await ask(opened.storage, aLink('l10', { askedAt: NOW + HOUR })), undefined);
    });

    test('S5, S6: a password spends its link once and ends all others; an account takes its links with it', async () => {
      await using opened = await open({ clock: systemClock });
      const { accounts } = opened.storage;
      const beside = (await opened.beside(systemClock)).accounts;
      await addLena(opened.storage);
      for (const id of ['l1', 'l2']) {
        await ask(opened.storage, aLink(id));
        assert.equal(await accounts.links.keep(id, { hash: `hash-${id}`, validUntil: NOW + HOUR }), true);
      }
      const set = (by: typeof accounts | typeof beside, link: string, at = NOW) =>
        by.setHash(lena, `password-by-${link}`, { ...ordered, at }, [], `hash-${link}`);
      assert.equal(await set(accounts, 'l1', NOW + 2 * HOUR), false, 'too late');
      assert.equal(await set(accounts, 'l3'), false, 'no such link');
      const results = await Promise.all([set(accounts, 'l1'), set(beside, 'l2'), set(beside, 'l1')]);
      assert.deepEqual(results.filter(Boolean).length, 1);
      assert.equal((await accounts.audit(lena)).filter(({ what }) => what === 'set-password').length, 1);
      for (const id of ['l1', 'l2']) assert.equal((await accounts.links.find(id))?.usedAt, NOW);
      assert.equal(await accounts.links.keep('l1', { hash: 'again', validUntil: NOW + DAY }), false);

      await ask(opened.storage, aLink('l4'));
      assert.equal((await accounts.links.find('l4'))?.language, 'de');
      await accounts.close(lena, ordered);
      assert.equal(await accounts.links.find('l4'), undefined);
      assert.equal(await accounts.links.findByHash('hash-l1'), undefined);
    });

    test('L11: a person’s export tells of their links without the hash, also of those asked for before an account had the address', async () => {
      await using opened = await open({ clock: systemClock });
      const { accounts, meta } = opened.storage;
      await meta.setServerName('porter.test');
      await addLena(opened.storage);
      await ask(opened.storage, aLink('l1'));
      await accounts.links.keep('l1', { hash: 'hash-l1', validUntil: NOW + HOUR });
      await ask(opened.storage, aLink('l2', { localpart: undefined }));
      await ask(opened.storage, aLink('l3', { localpart: undefined, addressHash: 'another' }));
      const { personal } = accounts;
      const person = { userId: '@lena:porter.test' as UserId };
      const [askedAt, validUntil] = [new Date(NOW).toISOString(), new Date(NOW + HOUR).toISOString()];
      const first = { purpose: 'forgotten', askedAt, validUntil, usedAt: null };
      const links = async (of: typeof person & { readonly addressHash?: string }) =>
        (await personal.export(of))?.['passwordLinks'];
      assert.deepEqual(await links(person), [first]);
      assert.deepEqual(await links({ ...person, addressHash: 'a-hash' }), [first, { ...first, validUntil: null }]);
      await accounts.close(lena, ordered);
      assert.deepEqual(await personal.erase({ ...person, addressHash: 'a-hash' }), { ok: true, value: { rows: 1 } });
      assert.equal(await links({ ...person, addressHash: 'a-hash' }), undefined);
      assert.equal((await accounts.links.find('l3'))?.id, 'l3');
    });

    test('links of operators are added once for each job, and old ones are tidied away', async () => {
      await using opened = await open();
      const { links } = opened.storage.accounts;
      const invited = (id: string) => {
        const link = aLink(id, { purpose: 'invited' });
        return { link, job: sendLink(link, 'import:lena') };
      };
      assert.equal(await links.add([invited('l1')], ordered), 1);
      assert.equal(await links.add([invited('l2')], ordered), 0);
      assert.equal(await links.add([{ link: aLink('l3', { purpose: 'invited' }), job: undefined }], ordered), 1);
      assert.equal(await links.find('l2'), undefined);
      await links.keep('l3', { hash: 'valid', validUntil: opened.clock.now() + 100 * DAY });
      await links.tidy(NOW + 1);
      assert.deepEqual([await links.find('l1'), (await links.find('l3'))?.id], [undefined, 'l3']);
    });
  });
});

test('D9: a restore ends all links and open changes of addresses, and tells of those that operators sent', async () => {
  await using opened = await openTestSqlite();
  const { links } = opened.storage.accounts;
  const invited = aLink('l1', { purpose: 'invited' });
  await links.add([{ link: invited, job: sendLink(invited) }], ordered);
  await ask(opened.storage, aLink('l2'));
  await links.keep('l2', { hash: 'hash-l2', validUntil: NOW + HOUR });
  await addLena(opened.storage);
  const { addressChanges } = opened.storage.accounts;
  for (const id of ['c1', 'c2']) {
    const about = { addressHash: 'new-hash', replaces: undefined, sent: undefined, end: undefined } as const;
    const change: AddressChange = {
      ...{ id, localpart: lena, address: anEmail(`${id}@example.org`), language: 'de', askedAt: NOW, ...about },
    };
    const jobs = { letter: sendLink(aLink(id)), others: [] };
    await addressChanges.begin(change, jobs, ordered, { proved: NOW, since: { own: NOW, all: NOW } }, () => ({
      letter: true,
    }));
    await addressChanges.keep(id, { hash: `hash-${id}`, validUntil: NOW + HOUR });
    if (id === 'c1') assert.equal(await addressChanges.finish(id, ordered, []), 'done');
  }
  const file = opened.place.kind === 'sqlite' ? opened.place.path : '';
  await backup(opened.place, `${file}.copy`, { clock: opened.clock });
  const place = { kind: 'sqlite', path: `${file}.elsewhere` } as const;
  const restored = await restore(
    place,
    `${file}.copy`,
    { clock: opened.clock, log: silentLog },
    { parts: [restoreAccounts] },
  );
  assert.deepEqual(restored.notes, [
    '1 link to set a password no longer works: send new ones (porter accounts link NAME).',
  ]);
  await using back = await openStorage(place, {
    clock: opened.clock,
    log: silentLog,
    ids: makeIds(Date.now),
    owner: true,
  });
  assert.equal(await back.accounts.links.find('l1'), undefined);
  assert.equal(await back.accounts.links.findByHash('hash-l2'), undefined);
  assert.equal(await back.accounts.addressChanges.find('c2'), undefined);
  assert.equal((await back.accounts.addressChanges.find('c1'))?.end?.how, 'done', 'it can still be undone');
});
