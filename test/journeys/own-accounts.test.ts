import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { freePort } from '../support/free-port.ts';
import { askMatrix } from '../support/matrix-user.ts';
import { needs } from '../support/needs.ts';
import { runPorterCommand } from '../support/porter-command.ts';
import { startPorter } from '../support/porter-process.ts';
import { startSynapse } from '../support/synapse.ts';

const SECRET = 'canary-identity-secret-0123456789';
const FIRST = 'Correct-Horse-7-Battery';
const SECOND = 'Another-Horse-8-Staple';

describe('accounts that live here, and a real Synapse with the module', needs('synapse'), () => {
  test('people log in with the passwords that Porter keeps, over restarts and a kill, until they are suspended', async () => {
    const listen = `127.0.0.1:${await freePort()}`;
    await using porter = await startPorter({
      config: {
        accounts: { store: 'local', serverName: 'porter.test', argon2: { memoryMiB: 19, passes: 2 } },
        identityApi: { listen, clients: { synapse: { file: 'synapse.secret' } } },
      },
      start: false,
    });
    await writeFile(path.join(porter.dir, 'synapse.secret'), SECRET, { mode: 0o600 });
    await porter.start();
    const accounts = async (args: string, input?: string) => {
      const { code, stdout, stderr } = await runPorterCommand(['accounts', ...args.split(' ')], {
        ...{ cwd: porter.dir, ...(input === undefined ? {} : { input }) },
      });
      assert.equal(code, 0, stderr);
      return stdout;
    };
    await accounts('add lena --email lena@example.org --password-stdin --display-name Lena', `${FIRST}\n`);

    await using synapse = await startSynapse({ registration: 'none' });
    const admin = await synapse.registerAdmin();
    const secretFile = path.join(synapse.dir, 'porter.secret');
    await writeFile(secretFile, SECRET, { mode: 0o600 });
    const module = await accounts('synapse-module');
    assert.ok(module.includes(`url: "http://${listen}"`));
    await writeFile(path.join(synapse.dir, 'porter_password.py'), module);
    await synapse.restart({
      password_config: { localdb_enabled: false },
      modules: [
        {
          module: 'porter_password.PorterPassword',
          config: { url: `http://${listen}`, secret_path: secretFile },
        },
      ],
    });

    const logIn = async (identifier: object, password: string) => {
      const body = { type: 'm.login.password', identifier, password };
      return (await askMatrix(synapse.url, 'POST', '/_matrix/client/v3/login', { body })).status;
    };
    const name = { type: 'm.id.user', user: 'lena' };
    assert.equal(await logIn(name, SECOND), 403);
    assert.equal(await logIn({ type: 'm.id.thirdparty', medium: 'email', address: 'Lena@Example.org' }, FIRST), 200);
    assert.equal(await logIn({ type: 'm.id.user', user: '@lena:porter.test' }, FIRST), 200);
    const user = `/_synapse/admin/v2/users/${encodeURIComponent('@lena:porter.test')}`;
    assert.equal((await admin.call('GET', user))['displayname'], 'Lena');

    await accounts('password lena', `${SECOND}\n`);
    assert.equal(await logIn(name, FIRST), 403);
    assert.equal(await logIn(name, SECOND), 200);

    await porter.kill();
    assert.equal(await logIn(name, SECOND), 403, 'a Porter that is away lets nobody in');
    await porter.start();
    assert.equal(await logIn(name, SECOND), 200);

    await accounts('suspend lena');
    assert.equal(await logIn(name, SECOND), 403);
    await accounts('resume lena');
    assert.equal(await logIn(name, SECOND), 200);
    await accounts('close lena --yes');
    assert.equal(await logIn(name, SECOND), 403);
    assert.doesNotMatch(`${await synapse.log()}${await porter.output()}`, /canary-|Horse/);
  });
});
