import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { launch, NO_NODE, ROOT } from '../../scripts/launch.mjs';

let made: Promise<string> | undefined;

/** The program of the second build, the one that has the crash points; made once a process, which takes about a second. */
export function crashBuild(): Promise<string> {
  made ??= build();
  return made;
}

async function build(): Promise<string> {
  const command = launch([path.join(ROOT, 'scripts', 'build.mjs'), '--crash']);
  if (command === undefined) throw new Error(NO_NODE);
  const { stdout } = await promisify(execFile)(command.file, command.args, { env: command.env });
  return path.join(stdout.trim(), 'main.js');
}
