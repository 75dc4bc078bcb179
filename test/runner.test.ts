import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { ROOT } from '../scripts/launch.mjs';

const RUNNER = path.join(ROOT, 'scripts', 'test.mjs');
const FINE = "import test from 'node:test'; test('fine', () => {});";
const WRONG = "import test from 'node:test'; test('wrong', () => { throw new Error('as always'); });";
/** Fails when it runs for the first time, and leaves a note. */
const FIRST_TIME = `
  import { existsSync, writeFileSync } from 'node:fs';
  import test from 'node:test';
  const note = import.meta.filename + '.note';
  test('unlucky', () => {
    if (existsSync(note)) return console.log('what the second run said');
    writeFileSync(note, '');
    throw new Error('what the first run said');
  });`;

async function project(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'porter-runner-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return folder;
}

/** As somebody who types `npm test`; the count is the last line. */
async function run(folder: string, ...args: readonly string[]) {
  const { code, stdout } = await new Promise<{ code: number; stdout: string }>((resolve) => {
    const node = process.env['PORTER_MACHINE_NODE'] ?? process.execPath;
    execFile(node, [RUNNER, '--in', folder, ...args], { timeout: 120_000 }, (error, stdout) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout });
    });
  });
  return { code, stdout, last: stdout.trimEnd().split('\n').at(-1) };
}

test('a file that fails the first time only is run again alone, and is named as flaky with what both runs said', async (t) => {
  const folder = await project(t, { 'test/a.test.mjs': FINE, 'test/b.test.mjs': FIRST_TIME });
  const { code, stdout, last } = await run(folder);
  assert.equal(code, 0, stdout);
  // The third is the search for secrets.
  assert.equal(last, '3 passed, 0 failed');
  const told = stdout.slice(stdout.indexOf('flaky: '));
  assert.match(told, /^flaky: test\/b\.test\.mjs: failed at first \(unlucky\), passed alone/);
  assert.match(told, /what the first run said.*what the second run said/s);
  assert.equal(stdout.match(/^flaky:/gm)?.length, 1);
});

test('a file that fails twice fails the run, once', async (t) => {
  const folder = await project(t, { 'test/a.test.mjs': FINE, 'test/b.test.mjs': WRONG });
  const { code, stdout, last } = await run(folder);
  assert.equal(code, 1);
  assert.equal(last, '2 passed, 1 failed');
  assert.match(stdout, /^Failed:\n {2}test\/b\.test\.mjs \(second run, alone\): wrong$/m);
  assert.doesNotMatch(stdout, /^flaky/m);
});

test('a run of nothing fails', async (t) => {
  const folder = await project(t, { 'test/a.test.mjs': FINE });
  assert.deepEqual(
    [(await run(folder, 'test/none')).last, (await run(folder, 'test/a')).last],
    ['0 passed, 1 failed', '1 passed, 0 failed'],
  );
});

test('only what a change can touch runs: importers of importers, and whoever starts the program', async (t) => {
  const folder = await project(t, {
    'src/one.ts': 'export const one = 1;',
    'src/two.ts': "export { one as two } from './one.ts';",
    'src/two.test.mjs': `import './two.ts'; ${FINE}`,
    'src/three.ts': 'export const three = 3;',
    'src/three.test.mjs': `import './three.ts'; ${FINE}`,
    'test/start.ts': "export const program = ['src', 'main.ts'];",
    'test/whole.test.mjs': `import './start.ts'; ${FINE}`,
  });
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd: folder });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'one');
  const ran = async () => (await run(folder, '--changed')).stdout.match(/(?<=^✔ )(src|test)\S+(?=:)/gm)?.sort();
  assert.equal(await ran(), undefined);

  await writeFile(path.join(folder, 'src', 'one.ts'), 'export const one = 1; // changed');
  assert.deepEqual(await ran(), ['src/two.test.mjs', 'test/whole.test.mjs']);
  git('commit', '--quiet', '-a', '-m', 'two');
  await writeFile(path.join(folder, 'src', 'three.test.mjs'), `import './three.ts'; ${FINE} // changed`);
  assert.deepEqual(await ran(), ['src/three.test.mjs']);
  assert.match((await run(folder, '--changed', 'HEAD~1')).stdout, /^3 of 3 test files/m);
});
