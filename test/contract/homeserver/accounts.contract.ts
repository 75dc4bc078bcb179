import assert from 'node:assert/strict';
import { after, before, describe, type TestContext, test } from 'node:test';
import type { HomeserverClient } from '../../../src/homeserver/client.ts';
import { makeAccounts } from '../../../src/homeserver/synapse/accounts.ts';
import type { EmailAddress } from '../../../src/kernel/email-address.ts';
import { Fault } from '../../../src/kernel/fault.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import type { Localpart, UserId } from '../../../src/kernel/matrix-id.ts';
import type { AccountProvisioner, OwnAccount } from '../../../src/registration/ports/account-provisioner.ts';
import type { Subject } from './subject.ts';

const local = (text: string) => text as Localpart;
const mail = (text: string) => text as EmailAddress;
const consents = { findableByName: false, findableByAddress: false };
const never = new AbortController().signal;
const own = (localpart: string, applicationId: string): OwnAccount => ({
  userId: `@${localpart}:porter.test` as UserId,
  applicationId,
});
const isFault = (code: string) => (error: unknown) => error instanceof Fault && error.code === code;

const addressesOf = (account: Readonly<Record<string, unknown>> | undefined) =>
  (account?.['threepids'] as { address: string }[] | undefined)?.map(({ address }) => address);

/** Every homeserver behind the port of accounts runs this suite. */
export function accountsContract(
  name: string,
  options: { readonly skip?: string },
  open: () => Promise<Subject>,
): void {
  describe(`accounts: ${name}`, options, () => {
    let subject: Subject;
    let accounts: AccountProvisioner;
    before(async () => {
      subject = await open();
      accounts = makeAccounts({ client: subject.client, log: silentLog });
    });
    after(() => subject?.[Symbol.asyncDispose]());

    const create = (id: string, localpart: string) => accounts.createFor({ id, localpart: local(localpart) }, never);

    test('a name is free, taken, or refused by the homeserver', async () => {
      await subject.stranger('taken');
      assert.equal(await accounts.isFree(local('nobody-yet')), 'free');
      assert.equal(await accounts.isFree(local('taken')), 'taken');
      for (const refused of ['porter', 'porter_x', '_x', '12345', 'UPPER']) {
        assert.equal(await accounts.isFree(local(refused)), 'refused', refused);
      }
    });

    test('D4: made once; asked again it is ours, and there is one account', async () => {
      const userId = '@lena:porter.test';
      assert.deepEqual(await create('app-1', 'lena'), { kind: 'created', userId });
      assert.deepEqual(await create('app-1', 'lena'), { kind: 'ours', userId });
      assert.deepEqual(await create('app-2', 'lena'), { kind: 'taken' });
    });

    test('V13: a name that came into being before is taken, and that account is untouched', async () => {
      await subject.stranger('early', 'early@example.org');
      const before_ = await subject.account('early');
      assert.deepEqual(await create('app-3', 'early'), { kind: 'taken' });
      assert.deepEqual(await subject.account('early'), before_);
    });

    test('V13: a name that comes into being between the question and the creation is taken, also when no answer comes', async () => {
      for (const lost of [false, true]) {
        const localpart = lost ? 'rival-lost' : 'rival';
        let before_: unknown;
        const ask: HomeserverClient['ask'] = async (method, path, options) => {
          if (method !== 'PUT' || before_ !== undefined) return subject.client.ask(method, path, options);
          await subject.stranger(localpart, `${localpart}@example.org`);
          before_ = await subject.account(localpart);
          const answer = await subject.client.ask(method, path, options);
          if (lost) throw new Fault('killed', { code: 'test.killed', retryable: true, scope: 'message' });
          return answer;
        };
        const racing = makeAccounts({ client: { ...subject.client, ask }, log: silentLog });
        const made = () => racing.createFor({ id: `app-${localpart}`, localpart: local(localpart) }, never);
        if (lost) await assert.rejects(made(), isFault('test.killed'));
        assert.deepEqual(await made(), { kind: 'taken' });
        assert.equal(await racing.findFor?.(`app-${localpart}`, never), undefined);
        assert.deepEqual(await subject.account(localpart), before_);
      }
    });

    test('S1: the name of a closed account stays taken, a reserved one is never made', async () => {
      await create('app-4', 'gone');
      await subject.close('gone');
      assert.equal(await accounts.isFree(local('gone')), 'taken');
      assert.deepEqual(await create('app-5', 'gone'), { kind: 'taken' });
      assert.deepEqual(await create('app-6', 'porter_ghost'), { kind: 'taken' });
    });

    test('one application has one account, also when it asks for another name', async () => {
      await create('app-7', 'first-name');
      await assert.rejects(create('app-7', 'second-name'), isFault('account.other-name'));
      assert.equal(await subject.account('second-name'), undefined);
    });

    test('name and address are set, again and again with the same outcome', async () => {
      await create('app-8', 'mia');
      const mia = own('mia', 'app-8');
      const profile = { displayName: 'میا ✅', email: mail('Mia@example.org'), consents };
      assert.equal(await accounts.bind(mia, profile, never), 'bound');
      assert.equal(await accounts.bind(mia, profile, never), 'bound');
      const found = await subject.account('mia');
      assert.equal(found?.['displayname'], 'میا ✅');
      assert.deepEqual(addressesOf(found), ['mia@example.org']);
      assert.equal(await accounts.ownerOf(mail('MIA@example.org')), mia.userId);
      assert.equal(await accounts.ownerOf(mail('nobody@example.org')), undefined);
    });

    test('an address is never taken away from another account', async () => {
      await subject.stranger('owner', 'shared@example.org');
      await create('app-9', 'second');
      const second = own('second', 'app-9');
      const profile = { displayName: 'Second', email: mail('Shared@example.org'), consents };
      assert.equal(await accounts.bind(second, profile, never), 'address-taken');
      assert.equal((await subject.account('second'))?.['displayname'], 'Second');
      assert.deepEqual(addressesOf(await subject.account('owner')), ['shared@example.org']);
    });

    test('locked, unlocked, closed: each repeatable', async () => {
      await create('app-10', 'tom');
      const tom = own('tom', 'app-10');
      const flags = async () => {
        const found = await subject.account('tom');
        return [found?.['locked'], Boolean(found?.['deactivated'])];
      };
      for (let i = 0; i < 2; i += 1) assert.equal(await accounts.lock(tom, never), 'done');
      assert.deepEqual(await flags(), [true, false]);
      assert.equal(await accounts.stateOf(tom), 'locked');
      for (let i = 0; i < 2; i += 1) assert.equal(await accounts.unlock(tom, never), 'done');
      assert.deepEqual(await flags(), [false, false]);
      assert.equal(await accounts.stateOf(tom), 'open');
      await accounts.lock(tom, never);
      assert.equal(await accounts.close(tom, never), 'done');
      assert.deepEqual(await flags(), [false, true]);
    });

    test('an account that is closed, that never was, or that is not the one that was made: gone, and nothing is changed', async () => {
      await create('app-12', 'ned');
      await create('app-13', 'ole');
      await subject.close('ned');
      const others = await subject.account('ole');
      for (const lost of [own('ned', 'app-12'), own('nobody', 'app-12'), own('ole', 'app-12')]) {
        assert.equal(await accounts.stateOf(lost), 'gone', lost.userId);
        assert.equal(await accounts.lock(lost, never), 'gone', lost.userId);
        assert.equal(await accounts.unlock(lost, never), 'gone', lost.userId);
        assert.equal(await accounts.close(lost, never), 'gone', lost.userId);
        assert.equal(await accounts.setPassword(lost, 'Correct-Horse-7'), 'gone', lost.userId);
      }
      const profile = { displayName: 'Ned', email: mail('ned@example.org'), consents };
      assert.equal(await accounts.bind(own('ned', 'app-12'), profile, never), 'gone');
      assert.equal(await accounts.bind(own('ole', 'app-12'), profile, never), 'gone');
      // Made a moment ago, it may not be seen yet: tried again.
      await assert.rejects(accounts.bind(own('nobody', 'app-12'), profile, never), isFault('account.not-seen-yet'));
      assert.deepEqual(await subject.account('ole'), others);
    });

    test('a password is set only on the account of that very application, and opens it', async (t: TestContext) => {
      await create('app-11', 'pia');
      await subject.stranger('rob');
      const pia = own('pia', 'app-11');
      assert.equal(await accounts.setPassword(pia, 'Correct-Horse-7'), 'set');
      assert.equal(await accounts.setPassword(own('pia', 'app-1'), 'x'.repeat(12)), 'gone');
      assert.equal(await accounts.setPassword(own('rob', 'app-11'), 'x'.repeat(12)), 'gone');
      assert.equal(await accounts.setPassword(pia, ''), 'bad-password');
      assert.equal(await accounts.setPassword(pia, 'é'.repeat(37)), 'bad-password');
      await accounts.lock(pia, never);
      assert.equal(await accounts.setPassword(pia, 'Another-Horse-7'), 'locked');
      await accounts.unlock(pia, never);
      const entered = await subject.canEnter('pia', 'Correct-Horse-7');
      if (entered === undefined) return t.diagnostic('nobody logs in here');
      assert.equal(entered, true);
      assert.equal(await subject.canEnter('rob', 'password-of-rob'), true);
    });
  });
}
