import assert from 'node:assert/strict';
import { copyFile, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { ROOT } from '../../../scripts/launch.mjs';
import { eventually } from '../../support/eventually.ts';
import { askMatrix, type MatrixUser } from '../../support/matrix-user.ts';
import { needs } from '../../support/needs.ts';
import { startSynapse, type TestSynapse } from '../../support/synapse.ts';

const SECRET = 'canary-module-secret-0123456789';
const PASSWORD = 'canary-Correct-Horse-7';

interface Asked {
  readonly authorization: string | undefined;
  readonly body: { readonly user: Readonly<Record<string, string>>; readonly display_name?: boolean };
}

/** What the door of Porter says, in the order in which the module asks; `silent` never answers. */
type Answer = { readonly status?: number; readonly text: string } | 'silent';

const yes = (localpart: string, profile: object = {}): Answer => ({
  text: JSON.stringify({ auth: { success: true, mxid: `@${localpart}:porter.test`, profile } }),
});
const no: Answer = { text: '{"auth":{"success":false}}' };

describe('the password module in Synapse', needs('synapse'), () => {
  let synapse: TestSynapse;
  let admin: MatrixUser;
  let answer: (asked: Asked) => Answer | Promise<Answer> = () => no;
  let asked: Asked[] = [];
  let secretFile: string;
  const porter = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    assert.equal(request.url, '/_matrix-internal/identity/v1/check_credentials');
    const one = { authorization: request.headers.authorization, body: JSON.parse(Buffer.concat(chunks).toString()) };
    asked.push(one);
    const said = await answer(one);
    if (said !== 'silent')
      response.writeHead(said.status ?? 200, { 'Content-Type': 'application/json' }).end(said.text);
  });

  /** Of the configuration of Synapse. @param change merged over that of the module */
  const module = (change: object = {}) => {
    const { port } = porter.address() as AddressInfo;
    const config = { url: `http://127.0.0.1:${port}/`, secret_path: secretFile, ...change };
    return [{ module: 'porter_password.PorterPassword', config }];
  };
  const listen = () => new Promise<void>((resolve) => porter.listen(0, '127.0.0.1', resolve));

  before(async () => {
    await listen();
    synapse = await startSynapse({ registration: 'none' });
    admin = await synapse.registerAdmin();
    await copyFile(path.join(ROOT, 'synapse', 'porter_password.py'), path.join(synapse.dir, 'porter_password.py'));
    secretFile = path.join(synapse.dir, 'porter.secret');
    await writeFile(secretFile, `${SECRET}\n`, { mode: 0o600 });
    await synapse.restart({ password_config: { localdb_enabled: false }, modules: module() });
  });
  beforeEach(() => {
    asked = [];
    answer = () => no;
  });
  after(async () => {
    await synapse?.[Symbol.asyncDispose]();
    porter.closeAllConnections();
    await new Promise((resolve) => porter.close(resolve));
  });

  const logIn = (identifier: object, password: string = PASSWORD) =>
    askMatrix(synapse.url, 'POST', '/_matrix/client/v3/login', {
      body: { type: 'm.login.password', identifier, password },
    });
  const byName = (user: string, password?: string) => logIn({ type: 'm.id.user', user }, password);
  const byMail = (address: string, password?: string) =>
    logIn({ type: 'm.id.thirdparty', medium: 'email', address }, password);
  const userOf = async (localpart: string) =>
    (await admin.ask('GET', `/_synapse/admin/v2/users/${encodeURIComponent(synapse.userId(localpart))}`)).body;
  /** Lines of Synapse's log that came since, from the module. */
  const said = async () => (await synapse.log()).split('\n').filter((line) => line.includes(' porter_password '));

  test('the first log-in makes the user, with name and address; the second one goes on with it', async () => {
    answer = () =>
      yes('lena', { display_name: 'Lena Ortiz', three_pids: [{ medium: 'email', address: 'lena@example.org' }] });
    const { status, body } = await byName('lena');
    assert.equal(status, 200);
    assert.equal(body['user_id'], '@lena:porter.test');
    const basic = `Basic ${Buffer.from(`synapse:${SECRET}`).toString('base64')}`;
    assert.deepEqual(asked, [
      {
        authorization: basic,
        body: { user: { id: '@lena:porter.test', password: PASSWORD }, display_name: true },
      },
    ]);
    const made = await userOf('lena');
    assert.equal(made['displayname'], 'Lena Ortiz');
    assert.deepEqual(
      (made['threepids'] as { medium: string; address: string }[]).map(({ medium, address }) => [medium, address]),
      [['email', 'lena@example.org']],
    );
    assert.equal((await byName('@lena:porter.test')).status, 200);
  });

  test('a log-in by mail: Porter finds who is new, Synapse whom it knows, and each is asked once', async () => {
    answer = ({ body: { user } }) =>
      user['email'] === 'omar@example.org' || user['id'] === '@omar:porter.test'
        ? yes('omar', { three_pids: [{ medium: 'email', address: 'omar@example.org' }] })
        : no;
    assert.equal((await byMail('omar@example.org')).body['user_id'], '@omar:porter.test');
    assert.deepEqual(
      asked.map(({ body }) => body.user['email']),
      ['omar@example.org'],
    );
    asked = [];
    assert.equal((await byMail('Omar@Example.org')).body['user_id'], '@omar:porter.test');
    assert.deepEqual(
      asked.map(({ body }) => body.user['id']),
      ['@omar:porter.test'],
    );
    assert.equal((await byMail('nobody@example.org')).status, 403);
  });

  test('H13: only exact ids of this server are asked for, and no empty password', async () => {
    answer = () => yes('mallory');
    const typed = [
      'Mallory',
      '@Mallory:porter.test',
      '@mallory:evil.example',
      '@mallory:porter.test:80',
      'mal lory',
      '@',
      '',
    ];
    for (const user of [...typed, 'mallory@example.org', 'mällory']) {
      const { status } = await byName(user);
      assert.ok(status === 403 || status === 400, `${user}: ${status}`);
    }
    assert.equal((await byName('mallory', '')).status, 403);
    assert.deepEqual(asked, []);
    // And whoever answers with somebody else makes no user either.
    assert.equal((await byName('lena')).status, 403);
    assert.equal((await userOf('mallory'))['errcode'], 'M_NOT_FOUND');
  });

  test('an address that somebody else has at Synapse stays with them', async () => {
    const holder = await synapse.registerUser('holder');
    await admin.call('PUT', `/_synapse/admin/v2/users/${encodeURIComponent(holder.userId)}`, {
      threepids: [{ medium: 'email', address: 'shared@example.org' }],
    });
    answer = () => yes('newcomer', { three_pids: [{ medium: 'email', address: 'shared@example.org' }] });
    assert.equal((await byName('newcomer')).status, 200);
    assert.equal(((await userOf('holder'))['threepids'] as object[]).length, 1);
    assert.deepEqual((await userOf('newcomer'))['threepids'], []);
  });

  test('who is locked or deactivated at Synapse stays out although the password is right', async () => {
    answer = ({ body }) => yes(String(body.user['id']).slice(1).split(':')[0] ?? '');
    assert.equal((await byName('ben')).status, 200);
    const url = `/_synapse/admin/v2/users/${encodeURIComponent(synapse.userId('ben'))}`;
    await admin.call('PUT', url, { locked: true });
    assert.equal((await byName('ben')).status, 403);
    await admin.call('PUT', url, { locked: false });
    assert.equal((await byName('ben')).status, 200);
    await admin.call('PUT', url, { deactivated: true });
    assert.equal((await byName('ben')).status, 403);
  });

  test('two first log-ins at once make one user', async () => {
    answer = () => yes('twice');
    const both = await Promise.all([byName('twice'), byName('twice')]);
    assert.deepEqual(
      both.map(({ status }) => status),
      [200, 200],
    );
  });

  test('a silent Porter costs its own log-in two seconds, and one line in the log', async () => {
    answer = () => 'silent';
    assert.equal((await byName('lena')).status, 403);
    assert.equal((await said()).filter((line) => line.includes('did not answer within 2')).length, 1);
  });

  test('whatever is wrong with Porter costs one line in the log, and the password is never in it', async () => {
    const wrong: readonly (readonly [Answer, RegExp])[] = [
      [{ status: 401, text: '{}' }, /does not accept the secret/],
      [{ status: 502, text: '<html>' }, /answers 502/],
      [{ text: '<html>' }, /is not Porter/],
      [{ text: '{"auth":null}' }, /something else than Porter/],
      [{ text: '[]' }, /is not Porter/],
      [yes('somebodyelse'), /for a user other than/],
    ];
    for (const [given, line] of wrong) {
      const before = (await said()).length;
      answer = () => given;
      assert.equal((await byName('lena')).status, 403);
      const lines = (await said()).slice(before);
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.match(lines[0] ?? '', line);
    }
    assert.doesNotMatch(await synapse.log(), /canary-/);
  });

  test('while a log-in waits for a silent Porter, Synapse answers everybody else', async () => {
    await synapse.restart({ modules: module({ timeout: 30 }) });
    let release: ((said: Answer) => void) | undefined;
    answer = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    const waiting = byName('lena');
    await eventually(() => release !== undefined);
    assert.equal((await askMatrix(synapse.url, 'GET', '/_matrix/client/versions')).status, 200);
    release?.(no);
    assert.equal((await waiting).status, 403);
    assert.deepEqual(
      (await said()).filter((line) => line.includes('within 30')),
      [],
    );
  });

  test('a wrong setting keeps Synapse from starting, in words that name it', async () => {
    const wrong: readonly (readonly [object, RegExp])[] = [
      [{ url: 'porter' }, /url must be the URL/],
      [{ tiemout: 2 }, /unknown setting tiemout/],
      [{ timeout: 0 }, /timeout must be/],
      [{ secret_path: '/nowhere' }, /secret_path cannot be read/],
    ];
    for (const [change, words] of wrong) await assert.rejects(synapse.restart({ modules: module(change) }), words);
  });
});
