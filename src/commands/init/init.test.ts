import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { emptyFolder } from '../../../test/support/installation.ts';
import { runPorterCommand } from '../../../test/support/porter-command.ts';
import { folderCautions } from './cautions.ts';
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

  // Under a name that does not begin with /tmp.
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

test('a token of an administrator that others can read is not taken', async (t) => {
  const cwd = await emptyFolder(t);
  await runPorterCommand(['init', ...answers, '--dir', '.'], { cwd });
  await writeFile(path.join(cwd, 'token'), 'x\n', { mode: 0o644 });
  await chmod(path.join(cwd, 'token'), 0o644);
  const { code, stderr } = await runPorterCommand(['init', '--promote', '--admin-token-file', 'token'], { cwd });
  assert.equal(code, 2);
  assert.equal(stderr.trim(), 'token can be read by other users: chmod 600 token');
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
