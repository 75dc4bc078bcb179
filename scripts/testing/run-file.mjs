import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from '../launch.mjs';

const REPORTER = fileURLToPath(new URL('./reporter.mjs', import.meta.url));
const running = new Set();

/** Ends whatever still runs, with its children. */
export function endAll() {
  for (const child of running) endGroup(child, 'SIGKILL');
}

function endGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

/**
 * Runs a program to its end or its limit.
 *
 * `isDone` is asked every ten seconds: a program that has said its last and still runs ten seconds later is ended.
 * Measured: a Node process whose tests had all ended, summary printed, and that never left its exit; Node can wait there for
 * V8's compiler threads while one of them waits for it (nodejs/node#54918).
 *
 * @returns {Promise<{ ended: string, left: boolean, output: string, ms: number }>} `ended` is '' when it ended well, else a
 *   sentence; `left` is false when it had said its last and had to be ended
 */
export function runProgram(file, args, { env, cwd, limitMs, isDone = () => false }) {
  return new Promise((resolve) => {
    const began = Date.now();
    const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    running.add(child);
    const chunks = [];
    let late = false;
    let settled = false;
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    const timer = setTimeout(() => {
      late = true;
      endGroup(child, 'SIGKILL');
    }, limitMs);
    let waiting;
    let done = false;
    const asked = setInterval(() => {
      if (done) settle('', { left: false });
      done = isDone();
    }, 10_000);
    const settle = (ended, { left = true } = {}) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      clearTimeout(waiting);
      clearInterval(asked);
      running.delete(child);
      // Nothing that a test started may outlive it.
      endGroup(child, 'SIGKILL');
      // Whoever left its group and still holds them would keep this process, too.
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve({ ended, left, output: Buffer.concat(chunks).toString('utf8'), ms: Date.now() - began });
    };
    child.on('error', (error) => settle(`could not be started: ${error.message}`));
    child.on('exit', (code, signal) => {
      clearInterval(asked);
      const tell = () => {
        if (late) settle(`did not end within ${limitMs / 1000} s`);
        else if (signal !== null) settle(`was ended by ${signal}`);
        else settle(code === 0 ? '' : `ended with exit code ${code}`);
      };
      // Grandchildren may hold the pipes open. Without them all that was written is here soon.
      endGroup(child, 'SIGKILL');
      child.on('close', tell);
      waiting = setTimeout(tell, 2_000);
    });
  });
}

/**
 * Runs one test file in a process of its own.
 *
 * @returns {Promise<{ passed: number, failed: string[], skipped: string[], left: boolean, output: string, ms: number }>}
 *   failed and skipped are names of tests, each with the reason where there is one
 */
export async function runTestFile(file, { env, cwd, limitMs, folder }) {
  const own = mkdtempSync(path.join(folder ?? os.tmpdir(), 'file-'));
  const results = path.join(own, 'results.jsonl');
  const command = launch([
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${REPORTER}`,
    `--test-reporter-destination=${results}`,
    path.join(cwd, file),
  ]);
  const { ended, left, output, ms } = await runProgram(command.file, command.args, {
    env: { ...command.env, ...env },
    cwd,
    limitMs,
    isDone: () => readResults(results).some(({ last }) => last),
  });
  const tests = readResults(results)
    .filter(({ last }) => !last)
    .filter(({ suite, skip, byChildren }) => (!suite || skip) && !byChildren);
  rmSync(own, { recursive: true, force: true });
  const failed = tests.filter(({ passed, skip }) => !passed && !skip).map(({ name }) => name);
  const skipped = tests.filter(({ skip }) => skip).map(({ name, skip }) => (skip === true ? name : `${name}: ${skip}`));
  const passed = tests.filter(({ passed, skip }) => passed && !skip).length;
  if (ended !== '' && failed.length === 0) failed.push(`the file ${ended}`);
  if (tests.length === 0 && failed.length === 0) failed.push('the file holds no test');
  return { passed, failed, skipped, left, output, ms };
}

function readResults(file) {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // It ended before its first test.
  }
  // The last line may be half written when the file was ended.
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}
