import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { request } from 'undici';
import { launch, ROOT } from '../scripts/launch.mjs';
import { channel } from './drill/channel.ts';
import { formField } from './drill/form-field.ts';
import { language } from './drill/language.ts';
import { part } from './drill/part.ts';
import { secondProvisioner } from './drill/provisioner.ts';
import { roomCommand } from './drill/room-command.ts';
import { eventually } from './support/eventually.ts';
import { freePort } from './support/free-port.ts';
import { startPorter } from './support/porter-process.ts';

// The language comes last, because it has every text that the others bring.
const drills = [part, channel, formField, roomCommand, secondProvisioner, language];

describe('what it takes to add something, made to one copy of the tree', () => {
  let root: string;
  const touched = new Map<string, readonly string[]>();

  before(() => {
    root = mkdtempSync(path.join(tmpdir(), 'porter-drill-'));
    for (const name of ['src', 'package.json'])
      cpSync(path.join(ROOT, name), path.join(root, name), { recursive: true });
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
    const { compilerOptions } = JSON.parse(readFileSync(path.join(ROOT, 'tsconfig.json'), 'utf8')) as {
      compilerOptions: object;
    };
    const tests = ['src/**/*.test.ts', 'src/**/*.test.tsx'];
    writeFileSync(
      path.join(root, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, include: ['src'], exclude: tests }),
    );
    for (const drill of drills) touched.set(drill.name, drill.change(root));
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  for (const { name, most } of drills) {
    test(`${name} touches at most ${most} existing ${most === 1 ? 'file' : 'files'}`, () => {
      const files = touched.get(name) ?? [];
      assert.ok(files.length > 0 && new Set(files).size <= most, files.join(', '));
    });
  }

  test('no other existing file was touched', () => {
    const changed = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
      .map((name) => `src/${name.replaceAll(path.sep, '/')}`)
      .filter((file) => statSync(path.join(ROOT, file)).isFile())
      .filter((file) => !readFileSync(path.join(ROOT, file)).equals(readFileSync(path.join(root, file))));
    assert.deepEqual(changed.sort(), [...new Set([...touched.values()].flat())].sort());
  });

  test('the compiler is happy with all of them together', () => {
    const compiler = launch([path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', root]);
    assert.ok(compiler);
    const { status, stdout } = spawnSync(compiler.file, compiler.args, { cwd: root, encoding: 'utf8' });
    assert.equal(status, 0, stdout);
  });

  test('a Porter with the new part and the new channel alone starts, works and says so', async () => {
    const port = await freePort();
    const site = { listen: `127.0.0.1:${port}`, publicUrl: `http://127.0.0.1:${port}` };
    await using porter = await startPorter({
      program: { copy: root },
      config: { greeting: { word: 'hello' }, pigeon: { loft: 'roof' }, site, secrets: { key: { file: 'porter.key' } } },
    });
    await porter.ready();
    const read = async (url: string) => (await request(url, { reset: true })).body.text();
    assert.equal(await read(`${site.publicUrl}/greeting`), 'hello');
    await eventually(async () => /^porter_greetings 1$/m.test(await read(`${porter.operations}/metrics`)), {
      what: 'the job of the part is done',
    });
    const { stdout } = await porter.run('check', '--json');
    const { lines } = JSON.parse(stdout) as { lines: readonly { part: string; level: string; sentence: string }[] };
    const said = (of: string) =>
      lines.filter((line) => line.part === of).map(({ level, sentence }) => [level, sentence]);
    assert.deepEqual(said('greeting'), [['fine', 'It says hello.']]);
    assert.deepEqual(said('pigeon'), [['fine', 'It is in the roof.']]);
  });
});
