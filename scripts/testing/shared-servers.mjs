import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { launch, ROOT } from '../launch.mjs';

const PROGRAM = path.join(ROOT, 'test', 'support', 'servers', 'serve-shared.ts');

/**
 * Starts the process that keeps the servers which all test files share.
 *
 * @param {{ env: NodeJS.ProcessEnv, folder: string, say: (output: string) => void }} options `folder` is for its socket
 * @returns {Promise<{ env: Record<string, string>, end: () => void }>} `env` is what test files find it by; empty when it did
 *   not start: every file starts its own servers then
 */
export async function startSharedServers({ env, folder, say }) {
  if (!existsSync(PROGRAM)) return { env: {}, end: () => {} };
  const socket = path.join(folder, 'shared.sock');
  const command = launch([PROGRAM, socket]);
  const child = spawn(command.file, command.args, {
    env: { ...command.env, ...env },
    // Its input closes when this process ends in whatever way, and it ends then.
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const end = () => {
    try {
      // What it started ends with it.
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
    for (const stream of child.stdio) stream.destroy();
  };
  const listens = await new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', () => resolve(false));
    // It says on stdout that it listens. Without a word for a minute, every file starts its own servers.
    child.stdout.once('data', () => resolve(true));
    setTimeout(() => resolve(false), 60_000).unref();
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => say(chunk.toString()));
  });
  return { env: listens ? { PORTER_TEST_SERVERS: socket } : {}, end };
}
