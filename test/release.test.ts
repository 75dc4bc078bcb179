import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { findNode, launch, ROOT } from '../scripts/launch.mjs';
import { freePort } from './support/free-port.ts';
import type { CommandResult } from './support/porter-process.ts';

interface Manifest {
  readonly version: string;
  readonly files: readonly string[];
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

/** @param input what it reads from standard input */
function run(
  file: string,
  args: readonly string[],
  cwd: string,
  env = process.env,
  input = '',
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = execFile(file, args, { cwd, env, timeout: 600_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
    child.stdin?.end(input);
  });
}

async function fine(result: Promise<CommandResult>): Promise<CommandResult> {
  const { code, stdout, stderr } = await result;
  assert.equal(code, 0, `${stdout}\n${stderr}`);
  return { code, stdout, stderr };
}

async function build(out: string): Promise<void> {
  const command = launch([path.join(ROOT, 'scripts', 'build.mjs'), '--out', out]);
  assert.ok(command);
  await fine(run(command.file, command.args, ROOT, command.env));
}

/** Every file below, by its path from the folder, with its content. */
async function contentOf(folder: string): Promise<Map<string, string>> {
  const names = await readdir(folder, { recursive: true });
  const files = new Map<string, string>();
  for (const name of names.sort()) {
    const file = path.join(folder, name);
    if ((await stat(file)).isFile()) files.set(name, await readFile(file, 'utf8'));
  }
  return files;
}

describe('the release', () => {
  let dir: string;
  let manifest: Manifest;
  const dist = (): string => path.join(dir, 'package', 'dist');
  const home = (): string => path.join(dir, 'home');
  const porter = (): string => path.join(home(), 'node_modules', 'matrix-porter', 'dist', 'main.js');

  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'porter-release-'));
    manifest = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8')) as Manifest;
    await mkdir(path.join(dir, 'package'));
    for (const name of ['package.json', ...manifest.files.filter((file) => file !== 'dist')]) {
      await cp(path.join(ROOT, name), path.join(dir, 'package', name), { recursive: true });
    }
    await build(dist());
  });
  after(() => rm(dir, { recursive: true, force: true }));

  test('L7: two builds are the same to the byte', async () => {
    await build(path.join(dir, 'again'));
    const [one, two] = [await contentOf(dist()), await contentOf(path.join(dir, 'again'))];
    assert.ok(one.has('main.js'));
    assert.deepEqual([...one.keys()], [...two.keys()]);
    for (const [name, content] of one) assert.equal(content, two.get(name), name);
  });

  test('L7: the release has no crash points, no tests, no stand-ins and no place of the machine that built it', async () => {
    for (const [name, content] of await contentOf(dist())) {
      const code = name.endsWith('.js');
      if (code) assert.doesNotMatch(content, /crashPoint|PORTER_CRASH|canary-|node:test/, name);
      assert.doesNotMatch(content, /\.test\.tsx?\b|test\/support/, name);
      assert.ok(!content.includes(ROOT), name);
    }
  });

  test('the release leaves `await using` to Node: written out by esbuild it throws old errors again in loops', async () => {
    const code = [...(await contentOf(dist()))].filter(([name]) => name.endsWith('.js')).map(([, content]) => content);
    assert.ok(code.some((content) => content.includes('await using ')));
    assert.ok(!code.some((content) => content.includes('SuppressedError')));
  });

  test('L7: the second build, for the crash runs, does have them', async () => {
    const { crashBuild } = await import('./support/crash-build.ts');
    const files = await contentOf(path.dirname(await crashBuild()));
    assert.ok([...files.values()].some((content) => content.includes('PORTER_CRASH_AT')));
  });

  test('the packed package installs in an empty folder and runs', async () => {
    const packed = await fine(
      run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', dir], path.join(dir, 'package')),
    );
    const tarball = (await readdir(dir)).find((name) => name.endsWith('.tgz'));
    assert.ok(tarball, packed.stdout);
    await mkdir(home());
    const own = { name: 'home', private: true, allowScripts: manifest.allowScripts };
    await writeFile(path.join(home(), 'package.json'), JSON.stringify(own));
    await fine(
      run(
        'npm',
        ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', path.join(dir, tarball)],
        home(),
      ),
    );

    const node = findNode();
    assert.ok(node);
    const version = await fine(run(node, [porter(), 'version'], home()));
    assert.match(version.stdout, new RegExp(`^porter ${manifest.version.replaceAll('.', '\\.')} \\(Node 2[4-9]`));
    // As the command that npm links, found by its first line.
    const env = { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env['PATH']}` };
    const linked = await fine(run(path.join(home(), 'node_modules', '.bin', 'porter'), ['version'], home(), env));
    assert.equal(linked.stdout, version.stdout);
    const help = await fine(run(node, [porter(), 'help'], home()));
    assert.match(help.stdout, /serve/);
  });

  test('where the optional package for Telegram accounts was left out, the command says so', async () => {
    const node = findNode();
    assert.ok(node);
    await rm(path.join(home(), 'node_modules', 'telegram'), { recursive: true });
    const answers = `4242\n${'0'.repeat(32)}\n`;
    const setup = await run(node, [porter(), 'telegram', 'setup', 'user'], home(), process.env, answers);
    assert.equal(setup.code, 2);
    assert.match(setup.stderr, /is not installed\. Install Porter again without `--omit=optional`/);
  });

  test('where the optional package for MySQL was left out, an import from there says so', async () => {
    const node = findNode();
    assert.ok(node);
    await rm(path.join(home(), 'node_modules', 'mysql2'), { recursive: true });
    const folder = path.join(home(), 'import');
    await mkdir(folder);
    await writeFile(path.join(folder, 'config.yaml'), 'accounts: { store: local, serverName: porter.test }\n');
    await writeFile(path.join(folder, 'bot.json'), JSON.stringify({ databaseURI: 'mysql:host=127.0.0.1;dbname=bot' }));
    const looked = await run(node, [porter(), 'accounts', 'import', '--from-register-bot', 'bot.json'], folder);
    assert.equal(looked.code, 2);
    assert.match(looked.stderr, /is not installed\. Install Porter again without `--omit=optional`/);
  });

  test('the installed command makes an installation and checks it', async () => {
    const node = findNode();
    assert.ok(node);
    const [site, mail] = [await freePort(), await freePort()];
    const answers = {
      'server-name': 'porter.test',
      'homeserver-url': `http://127.0.0.1:${await freePort()}`,
      'public-url': `http://127.0.0.1:${site}`,
      'site-listen': `127.0.0.1:${site}`,
      'mail-from': 'Porter <porter@porter.test>',
      smtp: `smtp://127.0.0.1:${mail}`,
    };
    const options = Object.entries(answers).flatMap(([name, value]) => [`--${name}`, value]);
    const init = await fine(run(node, [porter(), 'init', '--yes', ...options], home()));
    assert.match(init.stdout, /\/invite @porter:porter\.test/);
    const made = path.join(home(), 'porter');
    const names = [
      'config.yaml',
      'registration.yaml',
      'porter.service',
      'nginx.conf',
      'Caddyfile',
      'homeserver.snippet.yaml',
    ];
    for (const name of names) assert.doesNotMatch(await readFile(path.join(made, name), 'utf8'), /CHANGE_ME/, name);
    for (const name of ['config.yaml', 'registration.yaml']) {
      assert.equal((await stat(path.join(made, name))).mode & 0o007, 0, `${name} is nobody else's business`);
    }

    await rm(path.join(made, 'Caddyfile'));
    const again = await run(node, [porter(), 'init', '--yes', ...options], home());
    assert.equal(again.code, 1, 'what was there is kept');
    const listed = [...again.stdout.matchAll(/^(?:written|same {3}|kept {3}) {2}(.+)$/gm)].map(([, file]) => file);
    assert.equal(listed.length, init.stdout.match(/^written {2}/gm)?.length);
    assert.equal(new Set(listed).size, listed.length, again.stdout);

    // The ports that init proposes may be another program's on this machine.
    const config = path.join(made, 'config.yaml');
    const free = (await readFile(config, 'utf8'))
      .replace(':8482', `:${await freePort()}`)
      .replace(':8486', `:${await freePort()}`);
    await writeFile(config, free);
    const check = await run(node, [porter(), 'check', '--offline', '--config', config], home());
    assert.ok(check.code === 0 || check.code === 1, `${check.stdout}\n${check.stderr}`);
    assert.match(check.stdout, /(?:fine|look) +configuration/);
    const online = await run(node, [porter(), 'check', '--config', config], home());
    assert.equal(online.code, 3, 'the other side does not answer');
  });

  test('on a Node that is too old it says in one sentence how to get 24, and exits 2', async (t) => {
    const old = process.env['PORTER_MACHINE_NODE'];
    if (old === undefined) return t.skip('the machine has no older Node');
    const version = await fine(run(old, ['--version'], home()));
    if (Number(version.stdout.slice(1).split('.')[0]) >= 24) return t.skip('the machine has no older Node');
    for (const command of ['version', 'init', 'check', 'serve']) {
      const { code, stdout, stderr } = await run(old, [porter(), command], home());
      assert.equal(code, 2, stderr);
      assert.equal(stdout, '');
      assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
      assert.match(stderr, /Node 24/);
    }
  });
});
