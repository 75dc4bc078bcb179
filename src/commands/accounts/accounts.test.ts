import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { ask } from '../../../test/support/ask.ts';
import { freePort } from '../../../test/support/free-port.ts';
import { runPorterCommand } from '../../../test/support/porter-command.ts';
import { startPorter } from '../../../test/support/porter-process.ts';

const section = `accounts: { store: local, serverName: example.org, argon2: { memoryMiB: 19, passes: 2 } }
identityApi: { listen: "127.0.0.1:8483" }
`;

async function installation(t: TestContext, config = section) {
  const cwd = await mkdtemp(path.join(tmpdir(), 'porter-accounts-'));
  t.after(() => rm(cwd, { recursive: true, force: true }));
  await writeFile(path.join(cwd, 'config.yaml'), config);
  const run = (args: string, input?: string) =>
    runPorterCommand(args.split(' '), { cwd, ...(input === undefined ? {} : { input }) });
  await run('migrate');
  return run;
}

test('an account is made, shown, suspended, resumed and closed, and each step is on the record', async (t) => {
  const run = await installation(t);
  const added = await run('accounts add lena --display-name Lena --email Lena@Example.org --msisdn +31612345678');
  assert.equal(added.code, 0, added.stderr);
  assert.match(added.stderr, /No homeserver was asked/);
  assert.match(added.stdout, /lena is there\. Nobody can log in until/);
  assert.equal((await run('accounts password lena', 'Correct-Horse-7\n')).code, 0);
  for (const [what, state] of [
    ['suspend', 'suspended'],
    ['resume', 'active'],
  ]) {
    assert.equal((await run(`accounts ${what} @lena:example.org`)).code, 0);
    const again = await run(`accounts ${what} lena --json`);
    assert.deepEqual([again.code, JSON.parse(again.stdout)], [1, { ok: false, refusal: 'in-state', state }]);
  }
  const shown = await run('accounts show lena --json');
  const { addresses, hasPassword, audit } = JSON.parse(shown.stdout) as {
    readonly addresses: unknown;
    readonly hasPassword: boolean;
    readonly audit: readonly { readonly what: string; readonly by: string }[];
  };
  assert.deepEqual(addresses, [
    { medium: 'email', address: 'lena@example.org' },
    { medium: 'msisdn', address: '31612345678' },
  ]);
  assert.equal(hasPassword, true);
  assert.deepEqual(
    audit.map(({ what }) => what),
    ['add', 'set-password', 'suspend', 'resume'],
  );
  assert.ok(audit.every(({ by }) => by.startsWith('cli:')));
  assert.ok(!shown.stdout.includes('argon2'));

  assert.equal((await run('accounts close lena')).code, 2, 'nobody at a terminal could say yes');
  assert.equal((await run('accounts close lena --yes')).code, 0);
  const list = await run('accounts list');
  assert.match(list.stdout, /^lena +closed +-$/m);
  const taken = await run('accounts add lena --json');
  assert.deepEqual([taken.code, JSON.parse(taken.stdout)], [1, { ok: false, refusal: 'name-taken' }]);
});

test('wrong use is told in a sentence and changes nothing', async (t) => {
  const run = await installation(t);
  for (const args of [
    ...['accounts add Lena', 'accounts add @lena:evil.example', 'accounts add 123', 'accounts show _lena'],
    ...['accounts add lena --email lena', 'accounts add lena --msisdn 0612345678', 'accounts list --state open'],
    ...['accounts add lena --email a@example.org --email A@example.org', 'accounts list --limit 0'],
  ]) {
    const { code, stderr } = await run(args);
    assert.equal(code, 2, args);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  }
  for (const [input, refusal] of [
    ['', 'empty'],
    ['\n', 'empty'],
    ['short', 'too-short'],
    ['lena-lena-lena', 'guessable'],
    ['x'.repeat(1_001), 'too-long'],
    ['x'.repeat(100_000), 'too-long'],
  ]) {
    const { code, stdout } = await run('accounts add lena --password-stdin --json', input);
    assert.deepEqual([code, JSON.parse(stdout)], [1, { ok: false, refusal }]);
  }
  assert.match((await run('accounts list')).stdout, /No accounts/);
  assert.equal((await run('accounts add lena --display-name Lena')).code, 0);
  const weak = await run('accounts password lena', 'Lena-Lena-Lena\n');
  assert.deepEqual([weak.code, weak.stdout], [1, '']);
  assert.match(weak.stderr, /too easy to guess.*your own name.* Nothing of it was kept/);
  assert.match((await run('accounts show lena')).stdout, /password +none/);
  assert.match((await run('accounts suspend bo')).stderr, /There is no account bo/);
});

test('without accounts here the command says what is missing', async (t) => {
  const run = await installation(t, 'operations: { listen: "127.0.0.1:8486" }\naccounts: { store: synapse }\n');
  const { code, stderr } = await run('accounts list');
  assert.equal(code, 2);
  assert.match(stderr, /accounts: \{ store: local \}/);
});

test('a Porter with accounts and nothing else checks passwords, of accounts that were made while it runs as well', async () => {
  const port = await freePort();
  await using porter = await startPorter({
    config: {
      accounts: { store: 'local', serverName: 'example.org', argon2: { memoryMiB: 19, passes: 2 } },
      identityApi: { listen: `127.0.0.1:${port}` },
    },
  });
  const login = async (password: string): Promise<unknown> => {
    const { body } = await ask(port, '/_matrix-internal/identity/v1/check_credentials', {
      method: 'POST',
      body: JSON.stringify({ user: { id: '@lena:example.org', password } }),
    });
    return JSON.parse(body) as unknown;
  };
  assert.deepEqual(await login('Correct-Horse-7'), { auth: { success: false } });
  await runPorterCommand(['accounts', 'add', 'lena', '--password-stdin'], {
    cwd: porter.dir,
    input: 'Correct-Horse-7\n',
  });
  const right = {
    auth: {
      ...{ success: true, mxid: '@lena:example.org', id: { type: 'localpart', value: 'lena' } },
      profile: { three_pids: [] },
    },
  };
  assert.deepEqual(await login('Correct-Horse-7'), right);
  assert.deepEqual(await login('Correct-Horse-8'), { auth: { success: false } });
  await porter.kill();
  await porter.start();
  assert.deepEqual(await login('Correct-Horse-7'), right);
  const metrics = await (await fetch(`${porter.operations}/metrics`)).text();
  assert.match(metrics, /porter_accounts_password_checks_total\{result="right"\} 1/);
});
