import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { emptyFolder } from '../../../test/support/installation.ts';
import type { MatrixUser } from '../../../test/support/matrix-user.ts';
import { runPorterCommand } from '../../../test/support/porter-command.ts';
import { startSynapse, type TestSynapse } from '../../../test/support/synapse.ts';
import { userOf } from '../../kernel/system-user.ts';

describe('porter matrix', () => {
  let synapse: TestSynapse;
  let ada: MatrixUser;
  before(async () => {
    synapse = await startSynapse({ registration: 'none' });
    ada = await synapse.registerUser('ada');
    await synapse.registerUser('bot');
  });
  after(() => synapse?.[Symbol.asyncDispose]());

  test('a password leads to a token in a file that only its owner reads, and with it into a room', async (t) => {
    const cwd = await emptyFolder(t);
    const login = ['matrix', 'login', '@bot:porter.test', '--url', synapse.url, '--allow-private'];
    const wrong = await runPorterCommand([...login, '--file', 'matrix.token'], { cwd, input: 'canary-wrong\n' });
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /refused the log-in \(M_FORBIDDEN/);
    assert.ok(!wrong.stderr.includes('canary'));

    const right = await runPorterCommand([...login, '--file', 'matrix.token'], { cwd, input: 'password-of-bot\n' });
    assert.equal(right.code, 0, right.stderr);
    assert.equal(right.stdout, '');
    const file = path.join(cwd, 'matrix.token');
    const { mode, uid } = await stat(file);
    assert.equal(mode & 0o777, 0o600);
    assert.ok(right.stderr.includes(`The token is in matrix.token. It belongs to ${userOf(uid)}`), right.stderr);
    const token = (await readFile(file, 'utf8')).trim();
    const bot = synapse.client({ userId: '@bot:porter.test', accessToken: token });
    assert.equal((await bot.call('GET', '/_matrix/client/v3/account/whoami'))['device_id'], 'PORTER');
    const printed = await runPorterCommand(login, { cwd, input: 'password-of-bot\n' });
    assert.equal(
      await synapse.client({ userId: '@bot:porter.test', accessToken: printed.stdout.trim() }).whoami(),
      '@bot:porter.test',
    );

    const room = await ada.createRoom({ alias: 'ops' });
    await writeFile(file, printed.stdout);
    await writeFile(
      path.join(cwd, 'config.yaml'),
      `channels: { matrix: { url: "${synapse.url}", token: { file: matrix.token } } }\nnotifications: { targets: { ops: ["matrix:${room}"] } }\n`,
    );
    const outside = await runPorterCommand(['matrix', 'join', '#ops:porter.test'], { cwd });
    assert.deepEqual([outside.code, /M_FORBIDDEN/.test(outside.stderr)], [1, true], outside.stderr);
    await ada.invite(room, '@bot:porter.test');
    const inside = await runPorterCommand(['matrix', 'join', '#ops:porter.test'], { cwd });
    assert.deepEqual([inside.code, inside.stdout], [0, `Porter is in ${room}.\n`], inside.stderr);
  });

  test('V14: without being told, no command asks an address of this machine or of a private network', async (t) => {
    const cwd = await emptyFolder(t);
    const said = await runPorterCommand(['matrix', 'login', '@bot:porter.test', '--url', synapse.url], {
      cwd,
      input: 'x\n',
    });
    assert.equal(said.code, 1);
    assert.match(said.stderr, /leads to an address that is not public.*--allow-private/s);
    const discover = await runPorterCommand(['matrix', 'discover', 'localhost'], { cwd });
    assert.equal(discover.code, 1);
    assert.match(discover.stderr, /not public/);
    assert.equal((await runPorterCommand(['matrix', 'discover', 'a b'], { cwd })).code, 2);
  });
});
