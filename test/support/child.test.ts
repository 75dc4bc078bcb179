import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { startChild } from './child.ts';
import { eventually } from './eventually.ts';

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('a child ends when it is asked, says how, and its output is kept', async () => {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'porter-child-'));
  try {
    const log = path.join(dir, 'log');
    const quick = startChild({ file: process.execPath, args: ['-e', 'console.log("hello"); process.exit(3)'], log });
    assert.equal(await quick.ended, 3);
    assert.equal(await readFile(log, 'utf8'), 'hello\n');
    const slow = startChild({ file: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'], log });
    assert.equal(slow.running, true);
    assert.equal(await slow.stop('SIGTERM'), 'SIGTERM');
    assert.equal(slow.running, false);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});

test('a child does not outlive the process that started it, even when that is killed', {
  skip: process.platform !== 'linux' && 'the kernel of Linux does this',
}, async () => {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'porter-child-'));
  try {
    const program = `
      import { startChild } from ${JSON.stringify(path.join(import.meta.dirname, 'child.ts'))};
      const child = startChild({ file: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'], log: 'log' });
      console.log('pid', child.pid);
      setInterval(() => {}, 1000);`;
    const log = path.join(dir, 'parent.log');
    const args = [...process.execArgv.filter((arg) => !arg.startsWith('--test')), '--input-type=module', '-e', program];
    const parent = startChild({ file: process.execPath, args, cwd: dir, log });
    const pid = await eventually(
      async () => Number((await readFile(log, 'utf8')).match(/pid (\d+)/)?.[1]) || undefined,
    );
    assert.equal(alive(pid), true);
    await parent.stop('SIGKILL');
    await eventually(() => !alive(pid));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
