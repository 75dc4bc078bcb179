import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type Child, startChild } from '../child.ts';
import { getPart } from '../needs.ts';
import type { SharedServers } from './shared-servers.ts';

export interface SynapseArguments {
  readonly args: readonly string[];
  readonly cwd: string;
  /** Output goes to the end of this file. */
  readonly log: string;
}

const PROGRAM = path.join(import.meta.dirname, 'synapse-fork-server.py');

/** Starts the fork server; it ends with this process. It may be asked at once and answers when Synapse is imported. */
export async function startForkServer(): Promise<SharedServers['synapse']> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'porter-forks-'));
  const socket = path.join(dir, 'socket');
  const log = path.join(dir, 'output.log');
  const server = startChild({ file: getPart('synapse'), args: [PROGRAM, socket], cwd: dir, log });
  for (;;) {
    const connection = await connect(socket).catch(() => undefined);
    connection?.destroy();
    if (connection !== undefined) return { socket };
    if (!server.running) throw new Error(`the fork server ended; what it said is in ${log}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function connect(socket: string): Promise<net.Socket> {
  const connection = net.connect(socket);
  await once(connection, 'connect');
  return connection;
}

type Answer = { readonly pid: number } | { readonly ended: number };

/** A Synapse of its own, forked by the fork server. It cannot outlive this process, whose connection it hangs on. */
export async function forkSynapse(socket: string, request: SynapseArguments): Promise<Child> {
  const connection = await connect(socket);
  connection.write(`${JSON.stringify(request)}\n`);
  const answers = createInterface({ input: connection })[Symbol.asyncIterator]();
  const next = async (): Promise<Answer | undefined> => {
    const { value, done } = await answers.next();
    return done ? undefined : (JSON.parse(value) as Answer);
  };
  const first = await next();
  if (first === undefined || !('pid' in first)) throw new Error('the fork server ended');
  const { pid } = first;

  let running = true;
  const ended = next().then((last) => {
    running = false;
    connection.destroy();
    const code = last !== undefined && 'ended' in last ? last.ended : -os.constants.signals.SIGKILL;
    return code < 0 ? signalOf(-code) : code;
  });
  const kill = (signal: NodeJS.Signals): void => {
    if (running) process.kill(pid, signal);
  };
  return {
    pid,
    get running() {
      return running;
    },
    ended,
    async stop(signal = 'SIGTERM', limitMs = 30_000) {
      kill(signal);
      const late = setTimeout(() => kill('SIGKILL'), limitMs);
      try {
        return await ended;
      } finally {
        clearTimeout(late);
      }
    },
  };
}

function signalOf(number: number): NodeJS.Signals {
  const found = Object.entries(os.constants.signals).find(([, value]) => value === number);
  if (found === undefined) throw new Error(`no signal has the number ${number}`);
  return found[0] as NodeJS.Signals;
}
