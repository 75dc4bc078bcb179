import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { launch, NO_NODE } from '../scripts/launch.mjs';

export interface BenchServer extends AsyncDisposable {
  readonly port: number;
}

/**
 * A server of `servers/` in a process of its own.
 *
 * @param server file name in `servers/`; it prints its port as its first line and ends with its standard input
 */
export async function openBenchServer(server: string, args: readonly string[] = []): Promise<BenchServer> {
  const command = launch([path.join(import.meta.dirname, 'servers', server), ...args]);
  if (command === undefined) throw new Error(NO_NODE);
  const child = spawn(command.file, command.args, { env: command.env, stdio: ['pipe', 'pipe', 'inherit'] });
  return {
    port: Number(await firstLine(child, server)),
    async [Symbol.asyncDispose]() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function firstLine(child: ChildProcess, server: string): Promise<string> {
  if (child.stdout === null) throw new Error('the server has no output');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error(`${server} ended before it listened`);
}
