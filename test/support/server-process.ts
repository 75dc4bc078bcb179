import { readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { type Child, type ChildOptions, startChild } from './child.ts';

interface ServerOptions extends Omit<ChildOptions, 'log' | 'cwd'> {
  /** TERM unless told. */
  readonly stopSignal?: NodeJS.Signals;
}

/** Starts a server program, and again after each `stop`, and waits until its port answers. Removes its folder in the end. */
export function makeServerProcess(dir: string, ports: readonly number[], options: ServerOptions) {
  const log = path.join(dir, 'output.log');
  let child: Child | undefined;
  return {
    async start(): Promise<void> {
      child = startChild({ ...options, cwd: dir, log });
      for (const port of ports) await answers(port, child, log);
    },
    async stop(): Promise<void> {
      await child?.stop(options.stopSignal);
      child = undefined;
    },
    async remove(): Promise<void> {
      await child?.stop('SIGKILL');
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function answers(port: number, child: Child, log: string): Promise<void> {
  for (const end = performance.now() + 60_000; performance.now() < end && child.running; ) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  await child.stop('SIGKILL');
  const output = await readFile(log, 'utf8');
  throw new Error(`The server did not start.\n${output.trimEnd().split('\n').slice(-15).join('\n')}`);
}
