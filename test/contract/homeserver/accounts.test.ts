import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeAccounts } from '../../../src/homeserver/synapse/accounts.ts';
import { Fault } from '../../../src/kernel/fault.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { type Localpart, parseLocalpart } from '../../../src/kernel/matrix-id.ts';
import { needs } from '../../support/needs.ts';
import { accountsContract } from './accounts.contract.ts';
import { openFakeSubject, openSynapseSubject } from './subject.ts';

accountsContract('fake homeserver', {}, openFakeSubject);
accountsContract('Synapse', needs('synapse'), openSynapseSubject);

const never = new AbortController().signal;
const application = { id: 'app-1', localpart: 'lena' as Localpart };
const isUnknown = (error: unknown) => error instanceof Fault && error.retryable && error.outcome === 'unknown';

async function openFake() {
  const subject = await openFakeSubject();
  const { fake, client } = subject;
  if (fake === undefined) throw new Error('no fake');
  return {
    fake,
    accounts: makeAccounts({ client, log: silentLog }),
    [Symbol.asyncDispose]: () => subject[Symbol.asyncDispose](),
  };
}

describe('accounts, when answers are lost', () => {
  test('D4: the answer to the creation is lost: the marker is found, one account', async () => {
    await using rig = await openFake();
    rig.fake.trouble({ on: 'PUT /_synapse/admin/v2/users', cut: 'after', times: 1 });
    await assert.rejects(rig.accounts.createFor(application, never), isUnknown);
    assert.deepEqual(await rig.accounts.createFor(application, never), { kind: 'ours', userId: '@lena:porter.test' });
    assert.equal(rig.fake.state.users.size, 1);
  });

  test('D4: the request was lost: tried again, one account', async () => {
    await using rig = await openFake();
    rig.fake.trouble({ on: 'PUT /_synapse/admin/v2/users', cut: 'before', times: 1 });
    await assert.rejects(rig.accounts.createFor(application, never), isUnknown);
    assert.deepEqual(await rig.accounts.createFor(application, never), {
      kind: 'created',
      userId: '@lena:porter.test',
    });
  });

  test('an error answer is never taken to mean that no account exists', async () => {
    for (const status of [400, 409]) {
      await using rig = await openFake();
      // Synapse answers so after it has made the account (docs/decisions/0005).
      const made = () =>
        void rig.fake.state.answer({
          ...{ method: 'PUT', path: '/_synapse/admin/v2/users/@lena:porter.test', query: {} },
          body: { external_ids: [{ auth_provider: 'porter', external_id: 'app-1' }] },
        });
      rig.fake.trouble({ on: 'PUT', times: 1, meanwhile: made, answer: { status, body: { errcode: 'M_UNKNOWN' } } });
      assert.deepEqual(await rig.accounts.createFor(application, never), { kind: 'ours', userId: '@lena:porter.test' });
    }
  });

  test('V13: a homeserver that changes the account which came into being meanwhile: taken, and our marker goes again', async () => {
    await using rig = await openFake();
    const stranger = () => {
      const external_ids = [{ auth_provider: 'porter', external_id: 'app-1' }];
      for (const body of [{ password: 'theirs' }, { external_ids }]) {
        const path = '/_synapse/admin/v2/users/@lena:porter.test';
        rig.fake.state.answer({ method: 'PUT', path, query: {}, body });
      }
    };
    const changed = { status: 200, body: { name: '@lena:porter.test' } };
    rig.fake.trouble({ on: 'PUT /_synapse/admin/v2/users', times: 1, meanwhile: stranger, answer: changed });
    assert.deepEqual(await rig.accounts.createFor(application, never), { kind: 'taken', touched: true });
    assert.deepEqual(rig.fake.state.users.get('@lena:porter.test')?.external_ids, []);
    assert.equal(rig.fake.state.users.get('@lena:porter.test')?.password, 'theirs');
    assert.deepEqual(await rig.accounts.createFor(application, never), { kind: 'taken' });
  });

  test('while the homeserver cannot be asked a name is unknown, and nothing is made', async () => {
    await using rig = await openFake();
    rig.fake.trouble({ answer: { status: 502, body: '<html>' } });
    assert.equal(await rig.accounts.isFree('lena' as Localpart), 'unknown');
    await assert.rejects(
      rig.accounts.createFor(application, never),
      (error) => error instanceof Fault && error.retryable,
    );
    assert.ok(rig.fake.calls.every(({ method }) => method === 'GET'));
  });
});

describe('names', { ...needs('synapse') }, () => {
  test("S1: our grammar says the same as Synapse's", async () => {
    await using subject = await openSynapseSubject();
    const accounts = makeAccounts({ client: subject.client, log: silentLog });
    const names = [
      ...['free', 'a/b', 'a+b', 'a=b', '.dot', '-', 'x_', 'a..b', '1a', '0x1', 'a'.repeat(242)],
      ...[
        '',
        'LENA',
        'Free',
        'a b',
        '@free:porter.test',
        'zoë',
        '_x',
        '_',
        '12345',
        '0',
        'a'.repeat(243),
        'a:b',
        'a\n',
        'a%2fb',
      ],
      ...['a\u0000', '✅', 'a?b', 'a#b', 'a&b', "a'b", 'a,b', '١٢', 'ａ'],
    ];
    for (const name of names) {
      const ours = parseLocalpart(name, 'porter.test').ok ? 'free' : 'refused';
      assert.equal(await accounts.isFree(name as Localpart), ours, JSON.stringify(name));
    }
  });
});
