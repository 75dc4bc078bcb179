import assert from 'node:assert/strict';
import { appendFile, chown, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { NOBODY, needsRoot } from '../../../test/support/as-nobody.ts';
import { runPorterCommand } from '../../../test/support/porter-command.ts';
import { loadConfig } from '../../app/load-config.ts';
import { makeToken } from './make-token.ts';

const config = `mail: { from: porter@example.org, smtp: "smtp://127.0.0.1:25" }
notifications:
  targets: { ops: ["email:ops@example.org"], night: [ops] }
`;
const intake = `intake:
  listen: "0.0.0.0:8585"
  senders:
    router: { token: { file: router.token }, to: [ops] }
`;

async function installation(t: TestContext, text: string) {
  const cwd = await mkdtemp(path.join(tmpdir(), 'porter-intake-'));
  t.after(() => rm(cwd, { recursive: true, force: true }));
  await writeFile(path.join(cwd, 'config.yaml'), text, { mode: 0o600 });
  await writeFile(path.join(cwd, 'router.token'), 'canary-router-token\n', { mode: 0o600 });
  return { cwd, add: (...args: readonly string[]) => runPorterCommand(['intake', 'add', ...args], { cwd, umask: 0 }) };
}

test('a sender gets a token that every program takes, in a file for its owner alone, and no file is changed', async (t) => {
  const { cwd, add } = await installation(t, config);
  const made = await add('kuma', '--to', 'ops', '--to', 'night');
  assert.deepEqual([made.code, made.stderr], [0, '']);
  const file = path.join(cwd, 'kuma.token');
  const token = (await readFile(file, 'utf8')).trimEnd();
  assert.match(token, /^A[A-Za-z0-9]{14}$/);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.equal(await readFile(path.join(cwd, 'config.yaml'), 'utf8'), config);
  for (const line of [
    `http://127.0.0.1:8484/slack/${token}`,
    `http://127.0.0.1:8484/hooks/${token}`,
    `apprise://127.0.0.1:8484/${token}`,
    `gotify://127.0.0.1:8484/${token}?disabletls=yes`,
    `ntfy://:${token}@127.0.0.1:8484/ops?scheme=http`,
    `http-header-field="Authorization: Bearer ${token}"`,
    'url: "http://127.0.0.1:8484/alertmanager"',
    `matrix://${token}@127.0.0.1:8484/!ops:porter`,
    `matrix://:${token}@127.0.0.1:8484/?rooms=!ops:porter&disableTLS=yes`,
    `http://127.0.0.1:8484  !ops:porter  ${token}`,
    `http://127.0.0.1:8484  kuma  ${token}  !ops:porter`,
    `https only: name your proxy)\n    :global MatrixHomeServer "notify.example.org"; :global MatrixAccessToken "${token}"; :global MatrixRoom "!ops:porter";`,
  ]) {
    assert.ok(made.stdout.includes(line), line);
  }
  assert.match(made.stdout, /They name http:\/\/127\.0\.0\.1:8484, .* such as a router.*--url https:/s);
  // What it printed for the configuration is what the configuration takes.
  const section = /^intake:\n(?: .*\n)+/m.exec(made.stdout)?.[0] ?? '';
  await appendFile(path.join(cwd, 'config.yaml'), section);
  const loaded = await loadConfig(path.join(cwd, 'config.yaml'));
  assert.ok(loaded.ok, JSON.stringify(loaded));
  assert.deepEqual(loaded.config.intake?.senders['kuma']?.to, ['ops', 'night']);
});

test('beside other senders only the line is printed, for the address that programs reach', async (t) => {
  const { add } = await installation(t, config + intake);
  const made = await add('kuma', '--to', 'ops', '--long', '--url', 'https://notify.example.org/', '--json');
  const { token, sender, lines } = JSON.parse(made.stdout) as {
    readonly token: string;
    readonly sender: string;
    readonly lines: Readonly<Record<string, string>>;
  };
  assert.match(token, /^tk_[A-Za-z0-9]{29}$/);
  assert.equal(sender, 'kuma: { token: { file: kuma.token }, to: [ops] }');
  assert.equal(lines['Slack webhook'], `https://notify.example.org/slack/${token}`);
  assert.equal(lines['Apprise'], `apprises://notify.example.org/${token}`);
  assert.equal(lines['Apprise (Matrix)'], `matrixs://${token}@notify.example.org/!ops:porter`);
  assert.equal(lines['shoutrrr'], `gotify://notify.example.org/${token}?disabletls=no`);
  const plain = await add('second', '--to', 'ops');
  assert.ok(!plain.stdout.includes('0.0.0.0'));
  assert.match(plain.stdout, /below intake\.senders/);
});

test('where mail is taken, the lines for it are printed as well, with STARTTLS if there is a certificate', async (t) => {
  const smtp = 'smtp: { listen: "0.0.0.0:587", tls: { cert: a.pem, key: b.pem } }';
  const { cwd, add } = await installation(t, `${config}${intake}  ${smtp}\n`);
  const made = await add('kuma', '--to', 'ops', '--url', 'https://notify.example.org', '--json');
  const { token, lines } = JSON.parse(made.stdout) as { token: string; lines: Readonly<Record<string, string>> };
  const found = Object.values(lines).join('\n');
  for (const line of [
    `notify.example.org  587  kuma  ${token}  ops@porter`,
    `curl --ssl-reqd smtp://notify.example.org:587 --user kuma:${token}`,
    `host notify.example.org\nport 587\ntls on\nauth plain\nuser kuma\npasswordeval "cat ${path.join(cwd, 'kuma.token')}"`,
    'default: ops@porter',
  ]) {
    assert.ok(found.includes(line), line);
  }
  const local = await installation(t, `${config}${intake}  smtp: {}\n`);
  const plain = await local.add('kuma', '--to', 'ops');
  assert.match(plain.stdout, /\n {4}host 127\.0\.0\.1\n {4}port 8487\n {4}tls off\n/);
});

test('what cannot be a sender is refused with a sentence, and no token is made', async (t) => {
  const { cwd, add } = await installation(t, config + intake);
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['router', '--to', 'ops'], /There is a sender router already/],
    [['../x', '--to', 'ops'], /The name of a sender/],
    [['porter', '--to', 'ops'], /The name of a sender .* is not command or porter/],
    [['kuma', '--to', 'opps'], /opps is no target: there is ops, night/],
    [['kuma', '--to', 'ops', '--url', 'notify.example.org'], /--url takes/],
    [['kuma', '--to', 'ops', '--url', 'https://a.example/sub'], /--url takes/],
    [['kuma'], /--to/],
  ];
  for (const [args, said] of cases) {
    const { code, stdout, stderr } = await add(...args);
    assert.deepEqual([code, stdout], [2, ''], args.join(' '));
    assert.match(stderr, said);
  }
  await assert.rejects(stat(path.join(cwd, 'kuma.token')));
  await writeFile(path.join(cwd, 'kuma.token'), 'mine');
  const there = await add('kuma', '--to', 'ops');
  assert.match(there.stderr, /is there already and was left alone/);
  assert.equal(await readFile(path.join(cwd, 'kuma.token'), 'utf8'), 'mine');
});

test('the token that root makes belongs to the owner of its folder', needsRoot(), async (t) => {
  const { cwd, add } = await installation(t, config);
  await chown(cwd, NOBODY, NOBODY);
  const made = await add('kuma', '--to', 'ops');
  assert.equal(made.code, 0, made.stderr);
  const { uid, mode } = await stat(path.join(cwd, 'kuma.token'));
  assert.deepEqual([uid, mode & 0o777], [NOBODY, 0o600]);
});

test('in a folder of root the owner of the configuration gets the token that root makes', needsRoot(), async (t) => {
  const { cwd, add } = await installation(t, config);
  await chown(path.join(cwd, 'config.yaml'), NOBODY, NOBODY);
  const made = await add('kuma', '--to', 'ops');
  assert.equal((await stat(path.join(cwd, 'kuma.token'))).uid, NOBODY);
  assert.match(made.stdout, /with mode 600\. It belongs to nobody\.\n/);
});

test('where nothing says who Porter runs as, the line that gives the token away is printed', needsRoot(), async (t) => {
  const { cwd, add } = await installation(t, config);
  const made = await add('kuma', '--to', 'ops');
  const file = path.join(cwd, 'kuma.token');
  assert.ok(
    made.stdout.includes(
      `It belongs to root. If Porter runs as another user, such as porter: sudo chown porter ${file}\n`,
    ),
    made.stdout,
  );
});

test('letters of a token are drawn evenly, whatever bytes come', () => {
  const bytes = [255, 248, 0, 61, 62, 247];
  let at = 0;
  const ids = {
    random: (count: number) => Buffer.from(Array.from({ length: count }, () => bytes[at++ % bytes.length] ?? 0)),
  };
  assert.equal(makeToken(ids, false), 'AA9A9A9A9A9A9A9');
});
