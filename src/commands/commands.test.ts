import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chown, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { emptyFolder, installation } from '../../test/support/installation.ts';
import { runPorterCommand } from '../../test/support/porter-command.ts';

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );

test('wrong use exits with 2 and says which command was meant', async (t) => {
  const cwd = await emptyFolder(t);
  const unknown = await runPorterCommand(['serv'], { cwd });
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /Did you mean serve/);
  assert.equal((await runPorterCommand(['outbox', 'list', '--stat', 'dead'], { cwd })).code, 2);
  assert.equal((await runPorterCommand(['outbox', 'list', '--state', 'ded'], { cwd })).code, 2);
  assert.equal((await runPorterCommand(['init'], { cwd })).code, 2);
});

test('help and version exit with 0 and load no configuration', async (t) => {
  const cwd = await emptyFolder(t);
  const help = await runPorterCommand(['--help'], { cwd });
  assert.equal(help.code, 0);
  for (const name of [
    'serve',
    'init',
    'check',
    'migrate',
    'outbox',
    'applications',
    'meetings',
    'backup',
    'restore',
    'schema',
    'version',
  ]) {
    assert.match(help.stdout, new RegExp(`^  ${name}\\b`, 'm'), name);
  }
  assert.match((await runPorterCommand(['--version'], { cwd })).stdout, /^porter \d/);
  const { stdout, code } = await runPorterCommand(['version', '--json'], { cwd });
  assert.equal(code, 0);
  assert.match((JSON.parse(stdout) as { porter: string }).porter, /^\d+\.\d+\.\d+$/);
});

test('on a Node that is too old one sentence says how to get a newer one, and nothing is imported', async (t) => {
  const cwd = await emptyFolder(t);
  const old = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.11.1' } })";
  const options = `--import data:text/javascript,${encodeURIComponent(old)}`;
  const { code, stderr, stdout } = await runPorterCommand(['serve'], { cwd, env: { NODE_OPTIONS: options } });
  assert.equal(code, 2);
  assert.equal(stdout, '');
  assert.equal(stderr.trim().split('\n').length, 1);
  assert.match(stderr, /needs Node 24 or newer and this is Node 20\.11\.1/);
});

test('a configuration with problems is told whole, in words or in JSON, and exits with 2', async (t) => {
  const cwd = await emptyFolder(t);
  await writeFile(
    path.join(cwd, 'config.yaml'),
    'homeserver: { url: x }\nmail: { smtp: "http://u:canary-1@h" }\nsite: {}\n',
    { mode: 0o600 },
  );
  for (const command of [
    ['check'],
    ['serve'],
    ['migrate'],
    ['outbox', 'list'],
    ['applications', 'list'],
    ['backup', 'x'],
    ['restore', 'x'],
  ]) {
    const { code, stderr, stdout } = await runPorterCommand(command, { cwd });
    assert.equal(code, 2, command.join(' '));
    assert.match(stderr, /^config\.yaml: \d+ problems\n {2}1:\d+ /);
    assert.ok(!`${stderr}${stdout}`.includes('canary'));
  }
  const { stdout } = await runPorterCommand(['check', '--json'], { cwd });
  const { problems } = JSON.parse(stdout) as { problems: { line: number; key: string }[] };
  assert.ok(problems.some(({ key, line }) => key === 'homeserver.url' && line === 1));
});

test('L4: init writes an installation that check takes, with the right modes under umask 0', async (t) => {
  const cwd = await emptyFolder(t);
  const args = [
    'init',
    '--yes',
    '--server-name',
    'porter.test',
    '--smtp',
    'smtp://porter:canary-pw@mail.porter.test',
    '--admin',
    '@ada:porter.test',
  ];
  const { code, stdout, stderr } = await runPorterCommand(args, { cwd, umask: 0 });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /\/invite @porter:porter\.test/);
  assert.match(stdout, /^ {2}1\. /m);
  assert.ok(!stdout.includes('canary'));
  const dir = path.join(cwd, 'porter');
  const mode = async (name: string) => ((await stat(path.join(dir, name))).mode & 0o777).toString(8);
  assert.deepEqual((await readdir(dir)).sort(), [
    'Caddyfile',
    'config.yaml',
    'data',
    'homeserver.snippet.yaml',
    'nginx.conf',
    'porter.service',
    'registration.yaml',
  ]);
  assert.equal(await mode('data'), '700');
  assert.equal(await mode('data/porter.key'), '600');
  assert.equal(await mode('data/smtp-password'), '600');
  assert.equal(await mode('registration.yaml'), '640');
  assert.equal(await mode('config.yaml'), '640');
  assert.ok(!(await readFile(path.join(dir, 'config.yaml'), 'utf8')).includes('canary'));
  assert.match(
    await readFile(path.join(dir, 'homeserver.snippet.yaml'), 'utf8'),
    new RegExp(`- "${dir}/registration.yaml"`),
  );

  const config = path.join(dir, 'config.yaml');
  await runPorterCommand(['migrate', '--config', config], { cwd, umask: 0 });
  for (const name of ['porter.db', 'porter.db.lock']) assert.equal(await mode(`data/${name}`), '600');
  // Free ports, so that the check does not depend on what else runs on this machine.
  const freely = (await readFile(config, 'utf8')).replaceAll(/127\.0\.0\.1:848\d"/g, '127.0.0.1:0"');
  await writeFile(config, freely);
  const offline = async () => {
    const check = await runPorterCommand(['check', '--offline', '--config', config, '--json'], { cwd });
    const { lines } = JSON.parse(check.stdout) as { lines: { part: string; level: string; sentence: string }[] };
    return { code: check.code, lines };
  };
  const free = await offline();
  assert.equal(free.code, 0, JSON.stringify(free.lines));
  assert.deepEqual(
    free.lines.map(({ part, level }) => `${part} ${level}`),
    ['configuration fine', 'files fine', 'key fine', 'database fine'],
  );

  await writeFile(
    config,
    freely.replace(/(site:\n.*\n {2})publicUrl: .*/, '$1publicUrl: http://join.example.org\n  logo: nope.svg'),
  );
  const odd = await offline();
  assert.equal(odd.code, 2);
  assert.deepEqual(
    odd.lines.slice(0, 3).map(({ part, level }) => `${part} ${level}`),
    ['configuration warn', 'files fine', 'site bad'],
  );
  assert.match(odd.lines[0]?.sentence ?? '', /site\.publicUrl is not https: /);
  assert.match(odd.lines[2]?.sentence ?? '', /logo/);

  await using other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await writeFile(config, freely.replace(/(operations:\n.*:)0"/, `$1${port}"`));
  const taken = await offline();
  assert.equal(taken.code, 2);
  assert.match(
    taken.lines.find(({ part }) => part === 'listeners')?.sentence ?? '',
    new RegExp(`Another program listens on 127\\.0\\.0\\.1:${port} \\(operations\\.listen\\)`),
  );
});

test('init never replaces what is there: it says so and exits with 1', async (t) => {
  const cwd = await emptyFolder(t);
  const init = () =>
    runPorterCommand(['init', '--yes', '--dir', '.', '--server-name', 'porter.test', '--json'], { cwd });
  await init();
  const files = ['data/porter.key', 'registration.yaml', 'config.yaml'];
  const before = await Promise.all(files.map((name) => readFile(path.join(cwd, name), 'utf8')));
  await writeFile(path.join(cwd, 'config.yaml'), `${before[2]}# mine\n`);
  await rm(path.join(cwd, 'Caddyfile'));
  const again = await init();
  assert.equal(again.code, 1);
  const { files: states } = JSON.parse(again.stdout) as { files: { name: string; state: string }[] };
  assert.equal(new Set(states.map(({ name }) => name)).size, states.length, 'each file is named once');
  assert.equal(states.find(({ name }) => name === 'Caddyfile')?.state, 'written');
  const kept = states.filter(({ state }) => state === 'kept').map(({ name }) => name);
  assert.deepEqual(kept.sort(), ['config.yaml', 'data/porter.key', 'registration.yaml']);
  const after = await Promise.all(files.map((name) => readFile(path.join(cwd, name), 'utf8')));
  assert.deepEqual(after, [before[0], before[1], `${before[2]}# mine\n`]);
});

test('L4: init writes into no folder that a link or another user gave it, says so in one sentence and exits with 2', async (t) => {
  const cwd = await emptyFolder(t);
  const init = (dir: string) =>
    runPorterCommand(['init', '--yes', '--dir', dir, '--server-name', 'porter.test'], { cwd });
  const refused = async (dir: string) => {
    const { code, stdout, stderr } = await init(dir);
    assert.equal(code, 2, stderr);
    assert.equal(stdout, '');
    assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
    return stderr;
  };
  await mkdir(path.join(cwd, 'victim'), { mode: 0o755 });
  await mkdir(path.join(cwd, 'linked'));
  await symlink('../victim', path.join(cwd, 'linked', 'data'));
  assert.match(await refused('linked'), /linked\/data is a link/);
  assert.deepEqual(await readdir(path.join(cwd, 'victim')), []);
  assert.equal((await stat(path.join(cwd, 'victim'))).mode & 0o777, 0o755);
  assert.deepEqual(await readdir(path.join(cwd, 'linked')), ['data']);
  if (process.geteuid?.() !== 0) return;
  await mkdir(path.join(cwd, 'given', 'data'), { recursive: true });
  await chown(path.join(cwd, 'given', 'data'), 65_534, 65_534);
  assert.match(await refused('given'), /given\/data belongs to user \S+: sudo -u \S+ porter init --yes --dir given/);
  assert.deepEqual(await readdir(path.join(cwd, 'given', 'data')), []);
});

test('init checks the answers before it writes anything', async (t) => {
  const cwd = await emptyFolder(t);
  const wrong = ['--server-name', 'porter test', '--team-room', 'team', '--public-url', 'join.porter.test'];
  const { code, stderr } = await runPorterCommand(['init', '--yes', '--dir', 'x', ...wrong], { cwd });
  assert.equal(code, 2);
  for (const option of ['--server-name', '--team-room', '--public-url'])
    assert.match(stderr, new RegExp(`^${option} must `, 'm'), stderr);
  assert.ok(!(await exists(path.join(cwd, 'x'))));
  // No homeserver runs there, so its name cannot be found.
  const unknown = await runPorterCommand(['init', '--yes', '--homeserver-url', 'http://127.0.0.1:9'], { cwd });
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /--server-name/);
  const token = ['init', '--promote', '--admin-token-file', '/nope'];
  const made = await runPorterCommand(['init', '--yes', '--dir', '.', '--server-name', 'porter.test'], { cwd });
  assert.match(made.stdout, /Back up \S+data\/porter\.key now/);
  const nope = await runPorterCommand(token, { cwd });
  assert.equal(nope.code, 2);
  assert.match(nope.stderr, /^\/nope does not exist\. /);
});

test('L9: the systemd unit leaves Porter few rights', async (t) => {
  const cwd = await emptyFolder(t);
  await runPorterCommand(['init', '--yes', '--dir', '.', '--server-name', 'porter.test'], { cwd });
  const unit = await readFile(path.join(cwd, 'porter.service'), 'utf8');
  for (const line of [
    'ProtectSystem=strict',
    'NoNewPrivileges=yes',
    'CapabilityBoundingSet=',
    'UMask=0077',
    `ReadWritePaths="${cwd}/data"`,
  ]) {
    assert.ok(unit.split('\n').includes(line), line);
  }
});

test('a missing or foreign key file is refused with 2, and no new one is made', async (t) => {
  const { cwd, porter } = await installation(t);
  const key = path.join(cwd, 'data', 'porter.key');
  const own = await readFile(key, 'utf8');
  await rm(key);
  const missing = await porter('outbox', 'list');
  assert.equal(missing.code, 2);
  assert.match(
    missing.stderr,
    /secrets\.key .*does not exist; put it back from its backup; for a new installation: porter init --only key --dir \/\S+$/m,
  );
  assert.ok(!(await exists(key)));
  await writeFile(key, `k1 ${Buffer.alloc(32, 7).toString('base64url')}\n`, { mode: 0o600 });
  const other = await porter('outbox', 'list');
  assert.equal(other.code, 2);
  assert.match(other.stderr, /not the one this database was made with/);
  await writeFile(key, 'nonsense\n', { mode: 0o600 });
  assert.equal((await porter('serve')).code, 2);
  await writeFile(key, own);
  assert.equal((await porter('outbox', 'list')).code, 0);
});

test('a mistake on the command line names the help of that very command', async (t) => {
  const cwd = await emptyFolder(t);
  for (const [args, help] of [
    [['meetings', 'token'], 'porter meetings token --help'],
    [['backup'], 'porter backup --help'],
    [['nonsense'], 'porter help'],
  ] as const) {
    const { code, stderr } = await runPorterCommand(args, { cwd });
    assert.equal(code, 2);
    assert.match(stderr, new RegExp(`^\\(${help} shows `, 'm'), stderr);
  }
});

test('jobs and applications that are not there are a refused action', async (t) => {
  const { porter } = await installation(t);
  for (const command of [
    ['outbox', 'retry', 'x'],
    ['applications', 'approve', '7', '--reason', 'known to us'],
  ]) {
    const { code, stdout } = await porter(...command, '--json');
    assert.equal(code, 1, command.join(' '));
    assert.equal((JSON.parse(stdout) as { ok: boolean }).ok, false);
  }
  assert.equal((await porter('outbox', 'retry', '--all')).code, 0);
  assert.equal((await porter('outbox', 'retry')).code, 2);
  assert.deepEqual(JSON.parse((await porter('applications', 'list', '--json')).stdout), []);
  assert.equal((await porter('applications', 'approve', 'seven')).code, 2);
});

test('D9: a backup is a file of its own for its owner alone, and comes back', async (t) => {
  const { cwd, porter } = await installation(t);
  assert.equal((await porter('backup', 'copy.db')).code, 0);
  assert.equal((await stat(path.join(cwd, 'copy.db'))).mode & 0o777, 0o600);
  assert.equal((await porter('backup', 'copy.db')).code, 2);
  const restored = await porter('restore', 'copy.db', '--json');
  assert.equal(restored.code, 0, restored.stderr);
  assert.equal((JSON.parse(restored.stdout) as { ok: boolean }).ok, true);
  assert.equal((await porter('restore', 'nothing.db')).code, 2);
});

test('a backup into a folder that is not there, and a restore of something else, are refused with what to do', async (t) => {
  const { cwd, porter } = await installation(t);
  const database = path.join(cwd, 'data', 'porter.db');
  await rename(database, `${database}.away`);
  const early = await porter('backup', 'copy.db');
  assert.equal(early.code, 2);
  assert.match(early.stderr, /There is no database at \S+porter\.db yet: start porter serve once\.$/m);
  await rename(`${database}.away`, database);
  const nowhere = await porter('backup', 'none/copy.db');
  assert.equal(nowhere.code, 2);
  assert.match(nowhere.stderr, /\/none does not exist or user \S+ may not look there: sudo install -d -m 700 -o /);
  await writeFile(path.join(cwd, 'other.txt'), 'no database at all');
  for (const wrong of ['other.txt', 'data']) {
    const { code, stderr } = await porter('restore', wrong);
    assert.equal(code, 2);
    assert.match(stderr, /is not a Porter backup\. Nothing was changed\./);
  }
  // Either a file, or the corrections alone, which only PostgreSQL needs.
  for (const [said, ...args] of [
    [/^Name the backup: porter restore FILE\. After pg_restore: porter restore --database-restored$/m],
    [/^Name the backup: /m, 'copy.db', '--database-restored'],
    [/--database-restored is for PostgreSQL\.$/m, '--database-restored'],
  ] as const) {
    const { code, stderr } = await porter('restore', ...args);
    assert.equal(code, 2);
    assert.match(stderr, said);
  }
});

test(
  'a command run as another user than the owner of the data says the line to type instead',
  process.geteuid?.() === 0 ? {} : { skip: 'only root can give a file away' },
  async (t) => {
    const { cwd, porter } = await installation(t);
    await chown(path.join(cwd, 'data', 'porter.db'), 65_534, 65_534);
    const { code, stderr } = await porter('outbox', 'list');
    assert.equal(code, 2);
    assert.match(stderr, /belongs to user (?:nobody|#65534), .*: sudo -u (?:nobody|'#65534') porter outbox list$/m);
    const check = await porter('check', '--offline', '--json');
    assert.equal(check.code, 2);
    const { lines } = JSON.parse(check.stdout) as { lines: { level: string; code?: string; remedy?: string }[] };
    const wrong = lines.filter(({ level }) => level !== 'fine');
    assert.deepEqual(
      wrong.map(({ code }) => code),
      ['files.other-user'],
    );
    assert.match(wrong[0]?.remedy ?? '', /sudo -u (?:nobody|'#65534') porter check --config \/.*config\.yaml/);
  },
);

test('the schema command prints what is checked in', async (t) => {
  const cwd = await emptyFolder(t);
  const { stdout, code } = await runPorterCommand(['schema', '--sample'], { cwd });
  assert.equal(code, 0);
  assert.equal(stdout, await readFile(new URL('../../config.sample.yaml', import.meta.url), 'utf8'));
});
