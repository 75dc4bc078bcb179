import { readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { type Child, type ChildOptions, startChild } from '../child.ts';

export const DOMAIN = 'porter.test';
export const ROOMS = `conference.${DOMAIN}`;

/** A real XMPP server of its own, on loopback, that clients log in at. It knows no other servers. */
export interface XmppServer extends AsyncDisposable {
  readonly name: 'Prosody' | 'ejabberd';
  /** In clear text, with STARTTLS where the server was given a certificate. */
  readonly port: number;
  addAccount(user: string, password: string): Promise<void>;
  setPassword(user: string, password: string): Promise<void>;
  stop(): Promise<void>;
  /** After `stop`: on the same port, with the same data. */
  start(): Promise<void>;
}

export interface XmppServerOptions {
  /** The few kilobytes a second that Debian's configuration grants each client. */
  readonly throttled?: boolean;
  /** PEM, for STARTTLS; Prosody alone. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Without it the server does not acknowledge what it gets; Prosody alone. */
  readonly acknowledges?: boolean;
  /** Without it, what comes for somebody who is offline is sent back. */
  readonly keepsOffline?: boolean;
}

/** Starts a server program, and again after each `stop`, and waits until its port answers. Removes its folder in the end. */
export function makeServerProcess(dir: string, ports: readonly number[], options: Omit<ChildOptions, 'log' | 'cwd'>) {
  const log = path.join(dir, 'output.log');
  let child: Child | undefined;
  return {
    async start(): Promise<void> {
      child = startChild({ ...options, cwd: dir, log });
      for (const port of ports) await answers(port, child, log);
    },
    async stop(): Promise<void> {
      await child?.stop();
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
  throw new Error(`The XMPP server did not start.\n${output.trimEnd().split('\n').slice(-15).join('\n')}`);
}
