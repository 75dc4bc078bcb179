import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AddressChange } from '../../src/accounts/ports/address-changes.ts';
import { changesSince, judgeChange, proveAddress } from '../../src/accounts/rules/address-jobs.ts';
import { comparableNames } from '../../src/accounts/rules/comparable-names.ts';
import { DAY, HOUR, systemClock } from '../../src/kernel/clock.ts';
import type { Localpart, UserId } from '../../src/kernel/matrix-id.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { onEveryDatabase } from './databases.ts';
import { anEmail, NOW } from './samples.ts';

type Held = Pick<Storage, 'accounts'>;

const name = (text: string) => text as Localpart;
const lena = name('lena');
const ordered = { at: NOW, by: 'cli:root' } as const;
const NEW = anEmail('new@example.org');
const sent = (id: string, validUntil = NOW + HOUR) => ({ hash: `hash-${id}`, validUntil });
const aChange = (id: string, over: Partial<AddressChange> = {}): AddressChange => ({
  ...{ id, localpart: lena, address: NEW, addressHash: 'new-hash', replaces: anEmail('lena@example.org') },
  ...{ language: 'de', askedAt: NOW, sent: undefined, end: undefined },
  ...over,
});
const begin = ({ accounts }: Held, change: AddressChange) =>
  accounts.addressChanges.begin(
    change,
    { letter: proveAddress(change), others: [] },
    { ...ordered, at: change.askedAt },
    { proved: NOW, since: changesSince(change.askedAt) },
    (before) => judgeChange(before, change.askedAt),
  );
const finish = ({ accounts }: Held, id: string, at = NOW) => accounts.addressChanges.finish(id, { ...ordered, at }, []);

async function add({ accounts }: Held, localpart: Localpart, ...mails: readonly string[]) {
  const account = {
    localpart,
    displayName: undefined,
    state: 'active',
    createdAt: NOW,
    lastSeenAt: undefined,
  } as const;
  const addresses = mails.map((mail) => ({ medium: 'email', address: anEmail(mail) }) as const);
  const profile = { ...account, addresses, findableByName: true, findableByAddress: true };
  assert.equal(await accounts.add({ profile, names: comparableNames(profile), hash: 'a-hash' }, ordered), 'added');
}
const mails = async ({ accounts }: Held, localpart: Localpart) =>
  (await accounts.find(localpart))?.addresses.map(({ address }) => String(address));

onEveryDatabase((database, open) => {
  describe(`changes of mail addresses: ${database}`, () => {
    test('S8: an account asks three times an hour, whoever asks at once and after a restart; an address gets three letters', async () => {
      await using opened = await open({ clock: systemClock });
      const beside = await opened.beside(systemClock);
      for (const who of ['lena', 'bo', 'mia']) await add(opened.storage, name(who));
      const asked = await Promise.all(
        Array.from({ length: 6 }, (_, n) => begin(n % 2 === 0 ? opened.storage : beside, aChange(`l${n}`))),
      );
      assert.deepEqual(asked.toSorted(), ['often', 'often', 'often', undefined, undefined, undefined]);
      await opened.reopen();
      assert.equal(await begin(opened.storage, aChange('l6')), 'often');
      assert.equal(await begin(opened.storage, aChange('b1', { localpart: name('bo') })), undefined);
      const jobs = () => opened.storage.desk.list({ limit: 50 });
      assert.equal((await jobs()).length, 3, 'kept like any other, without a letter');
      assert.equal(
        await begin(opened.storage, aChange('b2', { localpart: name('bo'), addressHash: 'other' })),
        undefined,
      );
      assert.equal((await jobs()).length, 4);
      assert.equal(await begin(opened.storage, aChange('l7', { askedAt: NOW + HOUR })), undefined);
      assert.equal((await jobs()).length, 5);
      const { addressChanges } = opened.storage.accounts;
      const open_ = (await addressChanges.list(lena)).filter(({ end }) => end === undefined);
      assert.deepEqual(
        open_.map(({ id }) => id),
        ['l7'],
        'one is open at most',
      );
    });

    test('S5, S6: two processes finish a change once; of two accounts that prove one address, one gets it', async () => {
      await using opened = await open({ clock: systemClock });
      const beside = await opened.beside(systemClock);
      const { addressChanges } = opened.storage.accounts;
      await add(opened.storage, lena, 'lena@example.org');
      await add(opened.storage, name('bo'), 'bo@example.org');
      await begin(opened.storage, aChange('l1'));
      await begin(opened.storage, aChange('b1', { localpart: name('bo'), replaces: anEmail('bo@example.org') }));
      assert.equal(await finish(opened.storage, 'l1'), 'ended', 'no letter was sent');
      for (const id of ['l1', 'b1']) assert.equal(await addressChanges.keep(id, sent(id)), true);
      assert.equal((await addressChanges.findByHash('hash-l1'))?.id, 'l1');
      assert.equal(await finish(opened.storage, 'l1', NOW + 2 * HOUR), 'ended', 'too late');
      const results = await Promise.all(
        [opened.storage, beside].flatMap((held) => [finish(held, 'l1'), finish(held, 'b1')]),
      );
      assert.deepEqual(results.toSorted(), ['done', 'ended', 'ended', 'taken']);
      const all = [await mails(opened.storage, lena), await mails(opened.storage, name('bo'))];
      const won = all.findIndex((each) => each?.includes('new@example.org'));
      assert.deepEqual(all[won], ['new@example.org']);
      assert.deepEqual(all[1 - won], [['lena@example.org', 'bo@example.org'][1 - won]]);
      assert.equal((await addressChanges.find(won === 0 ? 'b1' : 'l1'))?.end?.how, 'withdrawn');
      assert.equal(await addressChanges.keep('l1', sent('again')), false);
    });

    test('S6: a new password and the end of the account end what is open; a suspended account finishes nothing', async () => {
      await using opened = await open();
      const { accounts } = opened.storage;
      await add(opened.storage, lena, 'lena@example.org');
      await begin(opened.storage, aChange('l1'));
      await accounts.addressChanges.keep('l1', sent('l1'));
      await accounts.setState(lena, { from: ['active'], to: 'suspended' }, ordered);
      assert.equal(await finish(opened.storage, 'l1'), 'ended');
      assert.equal(await begin(opened.storage, aChange('l2')), 'gone');
      await accounts.setState(lena, { from: ['suspended'], to: 'active' }, ordered);
      await accounts.setHash(lena, 'another', ordered);
      await accounts.setHash(lena, 'one more', { ...ordered, at: NOW + 1 });
      assert.equal(await begin(opened.storage, aChange('l5')), 'gone', 'another password than the one that was proved');
      await accounts.setHash(lena, 'another', ordered);
      assert.deepEqual((await accounts.addressChanges.find('l1'))?.end, { how: 'withdrawn', at: NOW });
      assert.equal(await accounts.addressChanges.withdraw(lena, ordered), false);
      await begin(opened.storage, aChange('l3'));
      assert.equal(await accounts.addressChanges.withdraw(lena, ordered), true);
      await accounts.close(lena, ordered);
      assert.deepEqual(await accounts.addressChanges.list(lena), []);
      assert.equal(await begin(opened.storage, aChange('l4')), 'gone');
    });

    test('what was done is undone once, unless somebody else has the old address by now', async () => {
      await using opened = await open();
      const { addressChanges } = opened.storage.accounts;
      await add(opened.storage, lena, 'lena@example.org');
      await add(opened.storage, name('mia'));
      const undo = (id: string) => addressChanges.undo(id, ordered, []);
      await begin(opened.storage, aChange('l1'));
      await addressChanges.keep('l1', sent('l1'));
      assert.equal(await undo('l1'), 'ended', 'nothing was done yet');
      assert.equal(await finish(opened.storage, 'l1'), 'done');
      const taking = aChange('m1', {
        ...{ localpart: name('mia'), address: anEmail('lena@example.org'), addressHash: 'old', replaces: undefined },
      });
      await begin(opened.storage, taking);
      await addressChanges.keep('m1', sent('m1'));
      assert.equal(await finish(opened.storage, 'm1'), 'done');
      assert.equal(await undo('l1'), 'taken');
      assert.deepEqual(await mails(opened.storage, lena), ['new@example.org']);
      assert.equal(await undo('m1'), 'undone');
      assert.deepEqual(await mails(opened.storage, name('mia')), []);
      assert.equal(await undo('l1'), 'undone');
      assert.deepEqual(await mails(opened.storage, lena), ['lena@example.org']);
      assert.equal(await undo('l1'), 'ended');
      const audit = (await opened.storage.accounts.audit(lena)).map(({ what }) => what);
      assert.deepEqual(audit, ['add', 'ask-address', 'change-address', 'undo-address']);
    });

    test('L11: an export tells of a person’s changes, and of those that others asked for with their address; both can be erased', async () => {
      await using opened = await open();
      const { accounts, meta } = opened.storage;
      await meta.setServerName('porter.test');
      await add(opened.storage, lena, 'lena@example.org');
      await add(opened.storage, name('bo'), 'bo@example.org');
      await begin(opened.storage, aChange('l1'));
      await accounts.addressChanges.keep('l1', sent('l1'));
      const about = {
        address: anEmail('lena@example.org'),
        addressHash: 'a-hash',
        replaces: anEmail('bo@example.org'),
      };
      await begin(opened.storage, aChange('b1', { localpart: name('bo'), ...about }));
      const person = { userId: '@lena:porter.test' as UserId, addressHash: 'a-hash' };
      const [askedAt, validUntil] = [new Date(NOW).toISOString(), new Date(NOW + HOUR).toISOString()];
      const rows = (await accounts.personal.export(person))?.['addressChanges'];
      assert.deepEqual(rows, [
        ...[{ address: 'lena@example.org', replaces: null, askedAt, validUntil: null, endedAs: null, endedAt: null }],
        { address: NEW, replaces: 'lena@example.org', askedAt, validUntil, endedAs: null, endedAt: null },
      ]);
      await accounts.close(lena, ordered);
      assert.deepEqual(await accounts.personal.erase(person), { ok: true, value: { rows: 1 } });
      assert.equal((await accounts.personal.export(person))?.['addressChanges'], undefined);
    });

    test('old changes are tidied away', async () => {
      await using opened = await open();
      const { addressChanges } = opened.storage.accounts;
      await add(opened.storage, lena, 'lena@example.org');
      await begin(opened.storage, aChange('l1'));
      await begin(opened.storage, aChange('l2', { askedAt: NOW + DAY }));
      await addressChanges.tidy(NOW + HOUR);
      const left = async () => (await addressChanges.list(lena)).map(({ id }) => id);
      assert.deepEqual(await left(), ['l2', 'l1'], 'the first ended only when the second began');
      await addressChanges.tidy(NOW + DAY + 1);
      assert.deepEqual(await left(), []);
    });
  });
});
