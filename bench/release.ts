import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { launch, NO_NODE, ROOT } from '../scripts/launch.mjs';

let made: Promise<string> | undefined;

/** Path of the release's `main.js`. It is built once per run into a folder that is removed with this process. */
export function release(): Promise<string> {
  made ??= build();
  return made;
}

async function build(): Promise<string> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'porter-bench-release-'));
  process.on('exit', () => rmSync(home, { recursive: true, force: true }));
  // Packages that stay outside of the bundle are found beside it, as in an installation.
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(home, 'node_modules'));
  const dist = path.join(home, 'dist');
  const command = launch([path.join(ROOT, 'scripts', 'build.mjs'), '--out', dist]);
  if (command === undefined) throw new Error(NO_NODE);
  await promisify(execFile)(command.file, command.args, { env: command.env });
  return path.join(dist, 'main.js');
}
