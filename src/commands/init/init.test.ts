import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { emptyFolder } from '../../../test/support/installation.ts';
import { runPorterCommand } from '../../../test/support/porter-command.ts';
import { loadConfig } from '../../app/load-config.ts';
import { systemUser } from '../../kernel/system-user.ts';
import { askSmtp } from './ask-smtp.ts';
import { folderCautions } from './cautions.ts';
import type { Ask } from './init-options.ts';
import { missingSections } from './missing-sections.ts';

const answers = ['--yes', '--server-name', 'porter.test'];

test('a team room that Porter would make, and nobody to invite into it, is told; a named admin and a room ID are not', async (t) => {
  const cwd = await emptyFolder(t);
  const init = (dir: string, ...more: string[]) =>
    runPorterCommand(['init', ...answers, '--dir', dir, ...more], { cwd });
  const told = /nobody is named as admin \(--admin\)/;
  assert.match((await init('a')).stdout, told);
  assert.doesNotMatch((await init('b', '--admin', '@ada:porter.test')).stdout, told);
  assert.doesNotMatch((await init('c', '--team-room', '!known:porter.test')).stdout, told);
  const { cautions } = JSON.parse((await init('d', '--json')).stdout) as { cautions: string[] };
  assert.ok(cautions.some((caution) => told.test(caution)));
});

test('a folder that the service or Synapse would not reach is told', async (t) => {
  for (const dir of ['root', path.join('home', 'ada', 'porter')])
    assert.match((await folderCautions(path.join('/', dir))).join(), /somebody's home/);
  for (const dir of ['/tmp/porter', '/var/tmp/porter']) assert.match((await folderCautions(dir)).join(), /PrivateTmp/);
  assert.deepEqual(await folderCautions('/srv'), []);
  assert.deepEqual(await folderCautions('/srv/not/there'), []);

  // A path that does not begin with /tmp.
  const folder = await emptyFolder(t);
  const shut = path.join(existsSync('/proc/self/root') ? '/proc/self/root' : '/', folder);
  await mkdir(path.join(folder, 'inside'));
  for (const [mode, fine] of [
    [0o700, false],
    [0o750, false],
    [0o711, true],
    [0o755, true],
  ] as const) {
    await chmod(folder, mode);
    const told = (await folderCautions(path.join(shut, 'inside'))).filter((caution) => caution.includes(folder));
    assert.equal(told.length === 0, fine, mode.toString(8));
    if (!fine) assert.match(told.join(), new RegExp(`mode ${mode.toString(8)}.*chmod o\\+x ${shut}$`));
  }
});

test('only the key: one file for its owner alone, and never a second one', async (t) => {
  const cwd = await emptyFolder(t);
  const init = () => runPorterCommand(['init', '--only', 'key', '--dir', 'x'], { cwd, umask: 0 });
  const made = await init();
  assert.equal(made.code, 0, made.stderr);
  assert.match(made.stdout, /secrets: \{ key: \{ file: data\/porter\.key \} \}/);
  const key = path.join(cwd, 'x', 'data', 'porter.key');
  const text = await readFile(key, 'utf8');
  assert.match(text, /^k1 [\w-]{43}\n$/);
  assert.ok(!made.stdout.includes(text.slice(3).trim()));
  assert.ok(made.stdout.includes(`They belong to ${systemUser()}`), made.stdout);
  assert.equal((await stat(key)).mode & 0o777, 0o600);
  assert.equal((await stat(path.dirname(key))).mode & 0o777, 0o700);
  const again = await init();
  assert.equal(again.code, 1);
  assert.match(again.stderr, /is there already and was left alone/);
  assert.equal(await readFile(key, 'utf8'), text);
});

test('only the unit: with the paths of this very program', async (t) => {
  const cwd = await emptyFolder(t);
  const args = ['init', '--only', 'unit', '--dir', '.', '--user', 'ada'];
  const made = await runPorterCommand(args, { cwd });
  assert.equal(made.code, 0, made.stderr);
  const unit = await readFile(path.join(cwd, 'porter.service'), 'utf8');
  assert.match(unit, /^User=ada$/m);
  assert.match(unit, /^ExecStart="\/\S*node" "\/.*serve --config "\/\S*config\.yaml"$/m);
  assert.equal((await runPorterCommand(['init', '--only', 'all'], { cwd })).code, 2);
});

test('beside a configuration of meetings alone the sections of the door are shown, and nothing of it is changed', async (t) => {
  const cwd = await emptyFolder(t);
  const file = path.join(cwd, 'config.yaml');
  const mine = '# mine\nmeetings: {}\nsite: { publicUrl: "https://join.porter.test" }\n';
  await writeFile(file, mine);
  const { code, stdout } = await runPorterCommand(['init', ...answers, '--dir', '.'], { cwd });
  assert.equal(code, 1);
  assert.equal(await readFile(file, 'utf8'), mine);
  const shown = stdout.slice(stdout.indexOf('lacks these sections'));
  for (const section of ['homeserver', 'appservice', 'storage', 'secrets', 'mail', 'registration', 'accounts'])
    assert.match(shown, new RegExp(`^${section}:\\n  `, 'm'));
  assert.doesNotMatch(shown, /^site:/m);
  assert.equal(await missingSections(file, 'site:\n  a: 1\nmeetings:\n  b: 1\n'), '');
  assert.equal(await missingSections(path.join(cwd, 'nothing.yaml'), ''), undefined);
});

test('PostgreSQL is checked by the rules of the configuration before anything is written', async (t) => {
  const cwd = await emptyFolder(t);
  const given = await runPorterCommand(['init', ...answers, '--dir', 'x', '--postgres', 'canary'], { cwd });
  assert.equal(given.code, 2);
  assert.match(given.stderr, /^--postgres must be an address such as postgres:/m);
  const args = ['init', ...answers, '--dir', 'x', '--postgres-file', '-'];
  const read = await runPorterCommand(args, { cwd, input: 'canary\n' });
  assert.equal(read.code, 2);
  assert.match(read.stderr, /--postgres-file names must be an address/);
  assert.doesNotMatch(given.stderr + read.stderr, /canary/);
  assert.ok(!existsSync(path.join(cwd, 'x')));
});

test('a homeserver that does not answer is told and no refusal; an address is never taken for a server name', async (t) => {
  const cwd = await emptyFolder(t);
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    response.writeHead(path.includes('/versions') ? 200 : 404, { 'content-type': 'application/json' });
    response.end(path.includes('/versions') ? '{"versions":["v1.12"]}' : '{"errcode":"M_NOT_FOUND"}');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const init = (...more: string[]) => runPorterCommand(['init', '--yes', '--homeserver-url', url, ...more], { cwd });
  const told = /nothing answers there as a homeserver: http:\/\/127\.0\.0\.1:\d+ \(--homeserver-url\)/;
  try {
    const unnamed = await init('--dir', 'a');
    assert.equal(unnamed.code, 2);
    const looked = `the homeserver at ${url} (--homeserver-url) does not tell its name, and ${path.join(cwd, 'a', 'config.yaml')} names none`;
    assert.ok(unnamed.stderr.includes(looked), unnamed.stderr);
    assert.match(unnamed.stderr, /, so say --server-name\.$/m);
    assert.doesNotMatch((await init('--dir', 'b', '--server-name', 'porter.test')).stdout, told);
  } finally {
    await new Promise((closed) => server.close(closed));
  }
  const silent = await init('--dir', 'c', '--server-name', 'porter.test');
  assert.equal(silent.code, 0, silent.stderr);
  assert.match(silent.stdout, told);
  const { stderr } = await init('--dir', 'd');
  assert.match(stderr, told);
  assert.match(stderr, /nothing answers as a homeserver at http:\/\/127\.0\.0\.1:\d+ .*, so say --server-name\.$/m);
});

test('a listener that follows from the address for Synapse and is open, or needs root, is told', async (t) => {
  const cwd = await emptyFolder(t);
  const init = async (dir: string, ...more: string[]) =>
    (await runPorterCommand(['init', ...answers, '--dir', dir, ...more], { cwd })).stdout;
  const open = /0\.0\.0\.0:\d+, is open to everybody who reaches this machine.*--appservice-listen/;
  const low = /:443 is a port below 1024.*--appservice-listen/;
  const far = await init('a', '--appservice-url', 'https://porter.example.org');
  assert.match(far, open);
  assert.match(far, low);
  const near = await init('b', '--appservice-url', 'http://10.0.0.5:8482', '--appservice-listen', '10.0.0.5:8482');
  for (const told of [near, await init('c')]) assert.doesNotMatch(told, /Careful: .*listen/);
});

test('next steps go by the configuration that was kept, and there are none for one that cannot be read', async (t) => {
  const cwd = await emptyFolder(t);
  const init = (...more: string[]) => runPorterCommand(['init', '--yes', '--dir', 'x', ...more], { cwd });
  const first = await init('--server-name', 'first.test', '--public-url', 'http://join.first.test', '--user', 'ada');
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stdout, /With nginx:\n {5}sudo cp/);
  const second = await init('--server-name', 'second.test');
  assert.equal(second.code, 1);
  const steps = second.stdout.slice(second.stdout.indexOf('Next steps'));
  assert.match(steps, /invite @porter:first\.test/);
  assert.match(steps, /http:\/\/join\.first\.test/);
  assert.match(steps, /ada:ada/);
  assert.doesNotMatch(second.stdout, /second\.test/);
  await writeFile(path.join(cwd, 'x', 'config.yaml'), 'a: [');
  const broken = await init('--server-name', 'second.test');
  assert.equal(broken.code, 1);
  assert.match(broken.stdout, /config\.yaml that was there cannot be read/);
  assert.doesNotMatch(broken.stdout, /Next steps/);
});

test('a caution about the listener names the address of the registration.yaml that was kept', async (t) => {
  const cwd = await emptyFolder(t);
  const init = (...more: string[]) =>
    runPorterCommand(['init', ...answers, '--dir', 'x', '--appservice-url', ...more], { cwd });
  await init('https://first.example.org:9001');
  await rm(path.join(cwd, 'x', 'config.yaml'));
  const { stdout } = await init('https://second.example.org:9002');
  assert.match(stdout, /kept +\S+registration\.yaml/);
  assert.match(stdout, /Careful: Synapse is to reach Porter at https:\/\/first\.example\.org:9001, /);
  assert.doesNotMatch(stdout, /second\.example\.org/);
});

test('a token of an administrator that others can read is not taken', async (t) => {
  const cwd = await emptyFolder(t);
  await runPorterCommand(['init', ...answers, '--dir', '.'], { cwd });
  await writeFile(path.join(cwd, 'token'), 'x\n', { mode: 0o644 });
  await chmod(path.join(cwd, 'token'), 0o644);
  const { code, stderr } = await runPorterCommand(['init', '--promote', '--admin-token-file', 'token'], { cwd });
  assert.equal(code, 2);
  const token = path.join(cwd, 'token');
  assert.equal(stderr.trim(), `${token} can be read by other users: chmod 600 ${token}`);
});

test('a file of an option that is not there is named with its whole path, and the way by standard input', async (t) => {
  const cwd = await emptyFolder(t);
  await runPorterCommand(['init', ...answers, '--dir', '.'], { cwd });
  const { code, stderr } = await runPorterCommand(['init', '--promote', '--admin-token-file', 'my/token'], { cwd });
  assert.equal(code, 2);
  const said = `${path.join(cwd, 'my', 'token')} does not exist. Name the file, or hand it in on standard input: `;
  assert.ok(stderr.startsWith(said), stderr);
  assert.match(stderr, /porter init --promote --admin-token-file - < my\/token$/m);
  const joined = await runPorterCommand(['init', '--promote', '--admin-token-file=my/token'], { cwd });
  assert.match(joined.stderr, /porter init --promote --admin-token-file=- < my\/token$/m);
});

test('L4: passwords are taken from a file or from standard input, so that no command line holds them', async (t) => {
  const cwd = await emptyFolder(t);
  const [smtp, postgres] = ['smtp://porter:canary-smtp@127.0.0.1:25', 'postgres://porter:canary-pg@127.0.0.1/porter'];
  const file = path.join(cwd, 'smtp-url');
  await writeFile(file, `${smtp}\n`, { mode: 0o600 });
  const init = (...more: string[]) =>
    runPorterCommand(['init', ...answers, '--dir', 'x', ...more], { cwd, input: `${postgres}\n` });
  const made = await init('--smtp-file', file, '--postgres-file', '-');
  assert.equal(made.code, 0, made.stderr);
  assert.equal(await readFile(path.join(cwd, 'x', 'data', 'smtp-password'), 'utf8'), 'canary-smtp\n');
  assert.equal(await readFile(path.join(cwd, 'x', 'data', 'postgres-url'), 'utf8'), `${postgres}\n`);
  assert.doesNotMatch(made.stdout + made.stderr, /canary-/);

  await chmod(file, 0o644);
  const open = await init('--smtp-file', file);
  assert.deepEqual([open.code, /chmod 600/.test(open.stderr)], [2, true], open.stderr);
  const twice = await init('--smtp-file', '-', '--postgres-file', '-');
  assert.deepEqual([twice.code, /empty/.test(twice.stderr)], [2, true], twice.stderr);
});

test('L3: a password that is cut in an address is refused before anything is written, and the way to write it is said', async (t) => {
  const cwd = await emptyFolder(t);
  const url = 'smtp://join:canary@pw#w/rd@mail.porter.test';
  const { code, stderr } = await runPorterCommand(['init', ...answers, '--dir', 'x', '--smtp', url], { cwd });
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^--smtp holds "@", "#", "\/".*host mail\.porter\.test, port 587, user "join".*--smtp-user join --smtp-password-file FILE/,
  );
  assert.doesNotMatch(stderr, /canary|mail\.(?:smtp|user|password)/);
  assert.ok(!existsSync(path.join(cwd, 'x')));
});

test('user and password of the mail server are given apart, whatever signs they hold, and what was understood is said', async (t) => {
  const cwd = await emptyFolder(t);
  const password = ' p@ss#w/rd:%41 ';
  const init = (dir: string, ...more: string[]) =>
    runPorterCommand(['init', ...answers, '--dir', dir, ...more], { cwd, input: `${password}\n` });
  const login = ['--smtp', 'smtps://mail.porter.test', '--smtp-user', 'join@porter.test'];
  const made = await init('a', ...login, '--smtp-password-file', '-');
  assert.equal(made.code, 0, made.stderr);
  const file = path.join(cwd, 'a', 'data', 'smtp-password');
  assert.equal(await readFile(file, 'utf8'), `${password}\n`);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  const config = await loadConfig(path.join(cwd, 'a', 'config.yaml'), {});
  assert.ok(config.ok);
  const { mail } = config.config;
  assert.deepEqual([mail?.user, mail?.password?.reveal(), mail?.smtp.port], ['join@porter.test', password, 465]);
  assert.match(
    made.stdout,
    /by mail\.porter\.test, port 465 \(TLS from the first byte\), as the user "join@porter\.test"/,
  );
  assert.doesNotMatch(made.stdout, /p@ss/);

  const half = await init('b', ...login);
  assert.deepEqual([half.code, /say --smtp-password-file/.test(half.stderr)], [2, true], half.stderr);
  assert.match((await init('c')).stdout, /by 127\.0\.0\.1, port 25 \(STARTTLS\), without a log-in\./);
});

test('a person is asked for user and password of the mail server apart, and the password is hidden while it is typed', async () => {
  const asked: (readonly [string, boolean])[] = [];
  const person = (typed: Readonly<Record<string, string>>): Ask => {
    asked.length = 0;
    return async ({ option, given, hidden = false, suggestion = '' }) => {
      if (given !== undefined) return given;
      asked.push([option, hidden]);
      return typed[option] ?? suggestion;
    };
  };
  const full = { '--smtp': 'smtp://h:587', '--smtp-user': 'join', '--smtp-password-file': 'p@ss' };
  assert.deepEqual(await askSmtp({}, person(full)), { url: 'smtp://h:587', user: 'join', password: 'p@ss' });
  assert.deepEqual(asked, [
    ['--smtp', false],
    ['--smtp-user', false],
    ['--smtp-password-file', true],
  ]);
  const none = { url: 'smtp://127.0.0.1:25', user: undefined, password: undefined };
  assert.deepEqual(await askSmtp({}, person({})), none);
  assert.equal(asked.length, 2);
  assert.deepEqual(await askSmtp({ smtp: 'smtp://u@h' }, person(full)), {
    url: 'smtp://h',
    user: 'u',
    password: 'p@ss',
  });
  assert.deepEqual(asked, [['--smtp-password-file', true]]);
  assert.deepEqual(await askSmtp({ smtp: 'smtp://u:w@h' }, person(full)), {
    url: 'smtp://h',
    user: 'u',
    password: 'w',
  });
  assert.deepEqual(asked, []);
});
