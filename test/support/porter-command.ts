import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { launch, NO_NODE, ROOT } from '../../scripts/launch.mjs';

export interface CommandAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandPlace {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The umask that the command starts with, e.g. 0. */
  readonly umask?: number;
  /** On its standard input, all at once or piece by piece; nothing unless told. */
  readonly input?: string | AsyncIterable<string>;
}

/** Runs one command of Porter from the sources, as a process of its own. */
export async function runPorterCommand(
  args: readonly string[],
  { cwd, env, umask, input }: CommandPlace,
): Promise<CommandAnswer> {
  const launched = launch([path.join(ROOT, 'src', 'main.ts'), ...args]);
  if (launched === undefined) throw new Error(NO_NODE);
  const before = umask === undefined ? undefined : process.umask(umask);
  const child = spawn(launched.file, launched.args, {
    cwd,
    env: { ...launched.env, ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  // A command that has ended takes no more of it.
  child.stdin?.on('error', () => undefined);
  if (child.stdin && input !== undefined) Readable.from(typeof input === 'string' ? [input] : input).pipe(child.stdin);
  if (before !== undefined) process.umask(before);
  const said = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    said.stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    said.stderr += chunk.toString();
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? -1));
  });
  const kept = process.env['PORTER_TEST_OUTPUT'];
  if (kept !== undefined) appendFileSync(kept, said.stdout + said.stderr);
  return { code, ...said };
}
