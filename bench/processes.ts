import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { findNode, NO_NODE } from '../scripts/launch.mjs';

/** A server that is started to see how long that takes and how much memory it uses. */
export interface Started extends AsyncDisposable {
  readonly pid: number;
  /** From the start until the first 200, milliseconds. */
  readonly ms: number;
}

/** Starts a program on the brought Node, without any loader, and asks until it answers 200. */
export async function startServer(args: readonly string[], url: string): Promise<Started> {
  const file = findNode();
  if (file === undefined) throw new Error(NO_NODE);
  const began = performance.now();
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'ignore'] });
  while ((await statusOf(url)) !== 200) {
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with ${child.exitCode}`);
    await turn();
  }
  const ms = performance.now() - began;
  return { pid: child.pid ?? 0, ms, [Symbol.asyncDispose]: () => end(child) };
}

/** 0 while nobody listens. */
function statusOf(url: string): Promise<number> {
  return new Promise((resolve) => {
    const asked = http.get(url, { agent: false }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    });
    asked.once('error', () => resolve(0));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** Resident memory of a process, MiB. Linux tells it in /proc. */
export async function residentMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}
