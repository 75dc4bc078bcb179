/**
 * What `npm run demo` and `npm run bench` share: prepares what is needed, then runs a program on the brought Node.
 *
 * Plain JavaScript without dependencies, because it runs on the machine's Node, which may be 20.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
let running;

for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) {
  process.on(signal, () => {
    // A terminal sends Ctrl-C to the whole group: passed on, it would count twice.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    running?.kill(signal);
  });
}

// npm passes a signal to the shell that it started us with, which ends and passes nothing on: then this process is left behind.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) running?.kill('SIGTERM');
}, 1_000).unref();

/** Runs one of our scripts and resolves with its exit code; 128 and more when a signal ended it. */
function run(script, ...args) {
  return new Promise((resolve) => {
    running = spawn(process.execPath, [path.join(here, script), ...args], { stdio: 'inherit' });
    running.on('error', () => resolve(2));
    running.on('exit', (code) => resolve(code ?? 130));
  });
}

/**
 * @param {'demo' | 'bench'} purpose as `prepare.mjs --for` takes it
 * @param {string} program path from the root
 * @param {readonly string[]} args
 * @returns {Promise<never>} ends the process with the program's exit code
 */
export async function runPrepared(purpose, program, args) {
  const prepared = await run('prepare.mjs', '--for', purpose);
  if (prepared !== 0) {
    console.error(`The ${purpose} cannot start: its preparation did not finish. What is missing stands above.`);
    process.exit(prepared);
  }
  process.exit(await run('node.mjs', program, ...args));
}
