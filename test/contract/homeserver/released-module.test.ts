import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CheckPassword } from '../../../src/accounts/check-password.ts';
import { refuse } from '../../../src/kernel/outcome.ts';
import { openTestIdentityDoor, PASSWORD, type TestIdentityDoor } from '../../support/identity-door.ts';
import { askMatrix, type MatrixUser } from '../../support/matrix-user.ts';
import { needs } from '../../support/needs.ts';
import { startSynapse, type TestSynapse } from '../../support/synapse.ts';

const MODULE = path.join(import.meta.dirname, '..', '..', 'support', 'released_module.py');

/** A Synapse with the module, which asks this door. */
const install = (synapse: TestSynapse, { port }: TestIdentityDoor) =>
  synapse.restart({
    password_config: { localdb_enabled: false },
    modules: [{ module: 'released_module.ReleasedModule', config: { endpoint: `http://127.0.0.1:${port}` } }],
  });

describe('a password module as it was released, in Synapse', needs('synapse'), () => {
  let synapse: TestSynapse;
  let admin: MatrixUser;
  before(async () => {
    synapse = await startSynapse({ registration: 'none' });
    admin = await synapse.registerAdmin();
    await copyFile(MODULE, path.join(synapse.dir, 'released_module.py'));
  });
  after(() => synapse?.[Symbol.asyncDispose]());

  const logIn = (user: string, password: string = PASSWORD) =>
    askMatrix(synapse.url, 'POST', '/_matrix/client/v3/login', {
      body: { type: 'm.login.password', identifier: { type: 'm.id.user', user }, password },
    });
  const userOf = async (localpart: string) =>
    (await admin.ask('GET', `/_synapse/admin/v2/users/${encodeURIComponent(synapse.userId(localpart))}`)).body;

  test('H13: people log in and get their addresses; no other id makes a user', async () => {
    await using door = await openTestIdentityDoor({ serverName: 'porter.test' });
    await install(synapse, door);
    assert.equal((await logIn('lena', 'wrong')).status, 403);
    assert.equal((await userOf('lena'))['errcode'], 'M_NOT_FOUND');
    const first = await logIn('lena');
    assert.deepEqual([first.status, first.body['user_id']], [200, '@lena:porter.test']);
    const { threepids } = await userOf('lena');
    assert.deepEqual(
      (threepids as { medium: string; address: string }[])
        .map(({ medium, address }) => `${medium} ${address}`)
        .toSorted(),
      ['email lena@example.org', 'msisdn 31612345678'],
    );
    assert.equal((await logIn('@lena:porter.test')).status, 200);
    for (const typed of [
      'Lena',
      '@Lena:porter.test',
      '@lena:evil.example',
      '@lena:porter.test:80',
      '@  lena:porter.test',
    ])
      assert.equal((await logIn(typed)).status, 403, typed);
    const users = (await admin.ask('GET', '/_synapse/admin/v2/users')).body['users'] as { name: string }[];
    assert.deepEqual(users.map(({ name }) => name).toSorted(), ['@admin:porter.test', '@lena:porter.test']);
  });

  test('the display name would break its first log-in, so it is told to nobody who does not ask', async () => {
    await using door = await openTestIdentityDoor({ serverName: 'porter.test', sendDisplayName: true });
    await door.add({ localpart: 'omar' as never, addresses: [] });
    await install(synapse, door);
    assert.equal((await logIn('omar')).status, 403);
    assert.equal((await userOf('omar'))['name'], '@omar:porter.test', 'the user is there all the same');
    assert.equal((await logIn('omar')).status, 200);
  });

  test('all of Synapse waits for the answer, which is why Porter asks nobody before it gives one', async () => {
    const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const checkPassword: CheckPassword = async () => {
      isAsked();
      await released;
      return refuse('wrong');
    };
    await using door = await openTestIdentityDoor({ serverName: 'porter.test', checkPassword });
    await install(synapse, door);
    const login = logIn('lena');
    await asked;
    let isAnswered = false;
    const versions = askMatrix(synapse.url, 'GET', '/_matrix/client/versions').then(({ status }) => {
      isAnswered = true;
      return status;
    });
    // However long this is: while Synapse waits it answers nobody.
    await sleep(300);
    assert.equal(isAnswered, false);
    release();
    assert.equal((await login).status, 403);
    assert.equal(await versions, 200);
  });
});
