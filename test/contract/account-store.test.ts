import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Profile, ThirdPartyId } from '../../src/accounts/ports/account.ts';
import { comparableNames, nameWords } from '../../src/accounts/rules/comparable-names.ts';
import { FOLLOW_ACCOUNT, followAccount } from '../../src/accounts/rules/follow-job.ts';
import { HOUR, systemClock } from '../../src/kernel/clock.ts';
import type { Localpart, UserId } from '../../src/kernel/matrix-id.ts';
import { onEveryDatabase } from './databases.ts';
import { anEmail, NOW } from './samples.ts';

const ordered = { at: NOW, by: 'cli:root' } as const;
const name = (text: string) => text as Localpart;
const lena = name('lena');
const mail = (address: string): ThirdPartyId => ({ medium: 'email', address: anEmail(address) });
const phone = (address: string): ThirdPartyId => ({ medium: 'msisdn', address });

const consents = { findableByName: true, findableByAddress: true };

const aProfile = (over: Partial<Profile> = {}): Profile => ({
  ...{ localpart: lena, displayName: 'Lena Örtiz', state: 'active', createdAt: NOW, lastSeenAt: undefined },
  ...{ findableByName: true, findableByAddress: true, addresses: [mail('lena@example.org'), phone('31612345678')] },
  ...over,
});

const anAccount = (over: Partial<Profile> = {}, hash: string | undefined = undefined) => {
  const profile = aProfile(over);
  return { profile, names: comparableNames(profile), hash };
};
const named = (localpart: string, displayName: string, over: Partial<Profile> = {}) =>
  anAccount({ localpart: name(localpart), displayName, addresses: [], ...over });

onEveryDatabase((database, open) => {
  describe(`account store: ${database}`, () => {
    test('an account is found with all that was given, also after a restart', async () => {
      await using opened = await open();
      await opened.storage.accounts.add(anAccount({}, 'a-hash'), ordered);
      await opened.reopen();
      const { accounts } = opened.storage;
      assert.deepEqual(await accounts.find(lena), aProfile());
      assert.deepEqual(await accounts.findCredential(lena), { profile: aProfile(), hash: 'a-hash', setAt: NOW });
      assert.equal(await accounts.find(name('Lena')), undefined);
      assert.equal(await accounts.findCredential(name('bo')), undefined);
    });

    test('S6: of two writers who want one name or one address, one gets it and the other leaves nothing behind', async () => {
      await using opened = await open({ clock: systemClock });
      const { accounts } = opened.storage;
      const other = (await opened.beside(systemClock)).accounts;
      const sameName = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          (n % 2 === 0 ? accounts : other).add(anAccount({ addresses: [mail(`lena${n}@example.org`)] }), ordered),
        ),
      );
      assert.deepEqual(sameName.toSorted(), ['added', ...Array.from({ length: 5 }, () => 'name-taken')]);
      const sameAddress = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          (n % 2 === 0 ? accounts : other).add(
            anAccount({ localpart: name(`bo${n}`), addresses: [phone('4912345'), mail('bo@example.org')] }, 'a-hash'),
            ordered,
          ),
        ),
      );
      assert.deepEqual(sameAddress.toSorted(), ['added', ...Array.from({ length: 5 }, () => 'address-taken')]);
      const bo = sameAddress.indexOf('added');
      assert.deepEqual(
        (await accounts.list({ limit: 9 })).map(({ localpart }) => localpart),
        [`bo${bo}`, 'lena'],
      );
      assert.equal((await accounts.searchNames(nameWords('bo'), 9)).length, 1);
    });

    test('an account is suspended and resumed; whoever comes too late is told', async () => {
      await using opened = await open();
      const { accounts } = opened.storage;
      await accounts.add(anAccount(), ordered);
      const suspend = () => accounts.setState(lena, { from: ['active'], to: 'suspended' }, ordered);
      assert.deepEqual([await suspend(), await suspend()], [true, false]);
      assert.equal((await accounts.find(lena))?.state, 'suspended');
      assert.equal(await accounts.setState(lena, { from: ['suspended'], to: 'active' }, ordered), true);
      assert.equal(await accounts.setState(name('bo'), { from: ['active'], to: 'suspended' }, ordered), false);
      assert.deepEqual(
        (await accounts.audit(lena)).map(({ what, by, at, subject }) => [what, by, at, subject]),
        ['add', 'suspend', 'resume'].map((what) => [what, 'cli:root', NOW, 'lena']),
      );
    });

    test('a closed account keeps its name and nothing else; its addresses are free, its name never is', async () => {
      await using opened = await open();
      const { accounts } = opened.storage;
      await accounts.add(anAccount({}, 'a-hash'), ordered);
      await accounts.seen(lena, NOW);
      assert.deepEqual([await accounts.close(lena, ordered), await accounts.close(lena, ordered)], [true, false]);
      const closed = aProfile({
        ...{ state: 'closed', displayName: undefined, addresses: [], findableByName: false, findableByAddress: false },
      });
      assert.deepEqual(await accounts.findCredential(lena), { profile: closed, hash: undefined, setAt: undefined });
      assert.equal(await accounts.setHash(lena, 'another', ordered), false);
      assert.equal(await accounts.setState(lena, { from: ['suspended'], to: 'active' }, ordered), false);
      await accounts.seen(lena, NOW + HOUR);
      assert.deepEqual(await accounts.find(lena), closed);
      assert.deepEqual(await accounts.searchNames(['lena'], 9), []);
      assert.equal(await accounts.add(anAccount(), ordered), 'name-taken');
      assert.equal(await accounts.add(anAccount({ localpart: name('leni') }), ordered), 'added');
    });

    test('a password is set and set again; a renewed hash never replaces a newer password', async () => {
      await using opened = await open();
      const { accounts } = opened.storage;
      await accounts.add(anAccount(), ordered);
      const hash = async () => (await accounts.findCredential(lena))?.hash;
      assert.equal(await hash(), undefined);
      for (const one of ['first', 'second']) {
        assert.equal(await accounts.setHash(lena, one, ordered), true);
        assert.equal(await hash(), one);
      }
      await accounts.renewHash(lena, { from: 'first', to: 'first, renewed' });
      assert.equal(await hash(), 'second');
      await accounts.renewHash(lena, { from: 'second', to: 'second, renewed' });
      assert.equal(await hash(), 'second, renewed');
      assert.equal(await accounts.setHash(name('bo'), 'x', ordered), false);
      // Two people proved the same password: the second one proved nothing once the first has set another.
      const both = await Promise.all(
        ['one', 'two'].map((hash, n) =>
          accounts.setHash(lena, hash, { ...ordered, at: NOW + 1 + n }, [], undefined, ordered.at),
        ),
      );
      assert.equal(both.filter((each) => each).length, 1);
    });

    test('what is made for an application is found by it, filled in, and taken back until it is closed', async () => {
      await using opened = await open();
      const { accounts } = opened.storage;
      const empty = { displayName: undefined, addresses: [], findableByName: false, findableByAddress: false };
      await accounts.add({ ...anAccount(empty), applicationId: 'app-1' }, ordered);
      await accounts.add(anAccount({ localpart: name('bo'), addresses: [mail('bo@example.org')] }), ordered);
      assert.equal((await accounts.findMadeFor('app-1'))?.localpart, lena);
      assert.equal(await accounts.findMadeFor('app-2'), undefined);

      const asked = {
        displayName: 'Lena Örtiz',
        names: comparableNames({ localpart: lena, displayName: 'Lena Örtiz' }),
        ...consents,
      };
      const set = (address: string) => accounts.setProfile(lena, { ...asked, address: mail(address) }, ordered);
      for (let i = 0; i < 2; i += 1) assert.equal(await set('lena@example.org'), 'set');
      assert.equal(await set('bo@example.org'), 'address-taken');
      assert.deepEqual(await accounts.findMadeFor('app-1'), aProfile({ addresses: [mail('lena@example.org')] }));
      assert.equal((await accounts.searchNames(nameWords('Ort'), 9)).length, 2);

      await accounts.takeBack('app-1', ordered);
      await accounts.takeBack('app-1', ordered);
      assert.equal(await accounts.find(lena), undefined);
      assert.equal((await accounts.audit(lena)).at(-1)?.what, 'take-back');
      const again = { ...anAccount({ addresses: [mail('lena@example.org')] }), applicationId: 'app-1' };
      assert.equal(await accounts.add(again, ordered), 'added');
      await accounts.close(lena, ordered);
      await accounts.takeBack('app-1', ordered);
      assert.equal((await accounts.find(lena))?.state, 'closed');
      assert.equal(await accounts.findMadeFor('app-1'), undefined);
      assert.equal(await set('lena@example.org'), 'closed');
    });

    test('a change and the job that carries it out are saved together, or neither is', async () => {
      await using opened = await open();
      const { accounts, desk } = opened.storage;
      await accounts.add(anAccount(), ordered);
      const job = followAccount(lena, NOW);
      const waiting = async () => (await desk.list({ limit: 9 })).map(({ kind }) => kind);
      const resume = { from: ['suspended'], to: 'active' } as const;
      assert.equal(await accounts.setState(lena, resume, ordered, [job]), false);
      assert.deepEqual(await waiting(), []);
      await accounts.setState(lena, { from: ['active'], to: 'suspended' }, ordered, [job]);
      await accounts.close(lena, ordered, [job]);
      assert.deepEqual(await waiting(), [FOLLOW_ACCOUNT]);
    });

    test('when somebody was last seen is kept to the hour', async () => {
      await using opened = await open();
      const { accounts } = opened.storage;
      await accounts.add(anAccount(), ordered);
      for (const [at, kept] of [
        [NOW + 5, NOW],
        [NOW + HOUR - 1, NOW],
        [NOW + HOUR + 7, NOW + HOUR],
        [NOW, NOW + HOUR],
      ] as const) {
        await accounts.seen(lena, at);
        assert.equal((await accounts.find(lena))?.lastSeenAt, kept);
      }
    });

    test('thousands of addresses are asked for at once, and each that belongs to somebody is found', async () => {
      await using opened = await open();
      const { accounts } = opened.storage;
      await accounts.add(anAccount(), ordered);
      await accounts.add(anAccount({ localpart: name('bo'), addresses: [mail('31612345678@example.org')] }), ordered);
      const strangers = Array.from({ length: 9_000 }, (_, n) => mail(`nobody${n}@example.org`));
      const asked = [...strangers, mail('31612345678@example.org'), phone('31612345678'), phone('31612345679')];
      const found = await accounts.findAddresses([...asked, mail('lena@example.org'), mail('lena@example.org')]);
      assert.deepEqual(found.map(({ address, account }) => [account.localpart, address.address]).toSorted(), [
        ['bo', '31612345678@example.org'],
        ['lena', '31612345678'],
        ['lena', 'lena@example.org'],
      ]);
      assert.deepEqual(await accounts.findAddresses([]), []);

      const atOnce = [mail('nobody@example.org'), phone('31612345678'), mail('lena@example.org'), phone('31612345678')];
      assert.deepEqual(
        (await Promise.all(atOnce.map((one) => accounts.findAddresses([one])))).map((each) =>
          each.map(({ address, account }) => [account.localpart, address.address]),
        ),
        [[], [['lena', '31612345678']], [['lena', 'lena@example.org']], [['lena', '31612345678']]],
        'each question gets its own answer',
      );
    });

    test('accounts are listed by name, a page at a time, all or those in one state', async () => {
      await using opened = await open();
      const { accounts } = opened.storage;
      for (const each of ['c', 'a-b', 'ab', 'a.b', 'b']) await accounts.add(named(each, each), ordered);
      await accounts.setState(name('b'), { from: ['active'], to: 'suspended' }, ordered);
      const list = async (options: Parameters<typeof accounts.list>[0]) =>
        (await accounts.list(options)).map(({ localpart }) => localpart);
      assert.deepEqual(await list({ limit: 3 }), ['a-b', 'a.b', 'ab']);
      assert.deepEqual(await list({ limit: 3, after: 'ab' }), ['b', 'c']);
      assert.deepEqual(await list({ limit: 3, state: 'suspended' }), ['b']);
    });

    test('L11: a person’s account is exported without its hash, and can be erased once it is closed', async () => {
      await using opened = await open();
      const { accounts, meta } = opened.storage;
      await meta.setServerName('porter.test');
      await accounts.add(anAccount({}, 'a-hash'), ordered);
      const person = { userId: '@lena:porter.test' as UserId };
      const at = new Date(NOW).toISOString();
      const { personal } = accounts;
      assert.deepEqual(await personal.export(person), {
        account: [
          {
            ...{ name: 'lena', displayName: 'Lena Örtiz', state: 'active', createdAt: at, lastSeenAt: null },
            ...{ findableByName: true, findableByAddress: true, passwordSetAt: at },
          },
        ],
        addresses: [mail('lena@example.org'), phone('31612345678')],
        accountAudit: [{ at, what: 'add' }],
      });
      assert.equal(await personal.export({ userId: '@lena:elsewhere.test' as UserId }), undefined);
      assert.deepEqual(await personal.find({}), []);
      const detail = 'The account lena is still open. Close it first: porter accounts close lena --yes.';
      assert.deepEqual(await personal.erase(person), { ok: false, refusal: 'in-use', detail });
      await accounts.close(lena, ordered);
      assert.deepEqual(await personal.erase(person), { ok: true, value: { rows: 0 } });
      const left = await personal.export(person);
      assert.deepEqual(Object.keys(left ?? {}), ['account', 'accountAudit']);
      assert.doesNotMatch(JSON.stringify(left), /rtiz|@|316/);
    });
  });
});
