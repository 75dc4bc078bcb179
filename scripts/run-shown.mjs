import { spawnSync } from 'node:child_process';
import { ROOT } from './launch.mjs';

/** Prints one line of progress. */
export const say = (line) => console.error(`prepare: ${line}`);

/** Seconds to wait before each further try of a download: a network that fails once seldom fails for a minute. */
const PAUSES = [5, 25];

/** Like `run`, but tries again after a pause when it fails. */
export function runPatiently(what, file, args, options) {
  if (run(what, file, args, options)) return true;
  return PAUSES.some((seconds) => {
    say(`${what}: again in ${seconds} s`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1_000);
    return run(what, file, args, options);
  });
}

/** Runs a program and shows its output. Returns true when it exits with 0. */
export function run(what, file, args, options = {}) {
  const began = Date.now();
  say(`${what} …`);
  const { status, error } = spawnSync(file, args, { cwd: ROOT, stdio: ['ignore', 2, 2], ...options });
  if (status === 0) say(`${what}: done in ${Math.round((Date.now() - began) / 1000)} s`);
  else say(`${what}: failed (${error ? error.message : `exit code ${status}`})`);
  return status === 0;
}
