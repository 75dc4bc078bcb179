/**
 * Shared by `npm run demo` and `npm run bench`: installs what is needed, then runs a program on the project's own Node.
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
    // A terminal sends Ctrl-C to the whole process group, so passing it on would deliver it twice.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    running?.kill(signal);
  });
}

// npm signals only the shell that started us, which ends without passing the signal on. So end the child when our parent is gone.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) running?.kill('SIGTERM');
}, 1_000).unref();

/** Runs one of our scripts and resolves with its exit code; 130 when a signal ended it. */
function run(script, ...args) {
  return new Promise((resolve) => {
    running = spawn(process.execPath, [path.join(here, script), ...args], { stdio: 'inherit' });
    running.on('error', () => resolve(2));
    running.on('exit', (code) => resolve(code ?? 130));
  });
}

/**
 * Prepares, runs the program, and exits with its code.
 *
 * @param {'demo' | 'bench'} purpose a value of `prepare.mjs --for`
 * @param {string} program path from the root
 * @param {readonly string[]} args
 * @returns {Promise<never>}
 */
export async function runPrepared(purpose, program, args) {
  const prepared = await run('prepare.mjs', '--for', purpose);
  if (prepared !== 0) {
    console.error(`The ${purpose} cannot start: its preparation did not finish. What is missing stands above.`);
    process.exit(prepared);
  }
  process.exit(await run('node.mjs', program, ...args));
}
