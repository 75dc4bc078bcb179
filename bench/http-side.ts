import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import autocannon from 'autocannon';
import { launch } from '../scripts/launch.mjs';
import type { Work } from './ratio.ts';

const CONNECTIONS = 50;

export interface HttpSide extends AsyncDisposable {
  readonly work: Work;
}

/**
 * A server of `servers/` in a process of its own, asked over 50 connections without pipelining. Every answer must be 200 and
 * hold `expected`, or the row fails.
 *
 * @param server file name in `servers/`; it prints its port as its first line and ends with its standard input
 */
export async function openHttpSide(server: string, address: string, expected: string): Promise<HttpSide> {
  const child = start(server);
  const base = `http://127.0.0.1:${await firstLine(child, server)}`;
  const page = await fetch(`${base}${address}`);
  if (page.status !== 200 || !(await page.text()).includes(expected)) throw new Error(`${server} answers wrongly`);

  return {
    async work(count) {
      const result = await autocannon({
        url: `${base}${address}`,
        connections: Math.min(CONNECTIONS, count),
        amount: count,
        pipelining: 1,
        // It notices its end only when it takes a sample, by default once a second.
        sampleInt: 5,
      });
      if (result['2xx'] !== count) throw new Error(`${server}: ${result['2xx']} of ${count} answers were right`);
    },
    async [Symbol.asyncDispose]() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function start(server: string): ChildProcess {
  const command = launch([path.join(import.meta.dirname, 'servers', server)]);
  if (command === undefined) throw new Error('Node 24 is missing: run "npm ci"');
  return spawn(command.file, command.args, { env: command.env, stdio: ['pipe', 'pipe', 'inherit'] });
}

async function firstLine(child: ChildProcess, server: string): Promise<string> {
  if (child.stdout === null) throw new Error('the server has no output');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error(`${server} ended before it listened`);
}
