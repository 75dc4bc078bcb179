/**
 * `h1-flooder.ts PORT ASSET`: holds 300 connections each of slow headers, slow bodies and slow reading, and opens 10,000
 * that say nothing. Prints `standing` when the slow ones stand and `over` when all the silent ones have come; with the end of
 * its input it takes no new one, waits until the slow ones are closed, and prints what it saw as JSON (`Flood`).
 */
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Flood {
  /** Silent connections that got through to the listener. */
  readonly silent: number;
  /** Slow connections that were closed, by kind. */
  readonly closed: Readonly<Record<string, number>>;
  /** The longest that one of them lived, milliseconds. */
  readonly longest: Readonly<Record<string, number>>;
}

const [port = '', asset = ''] = process.argv.slice(2);
const SLOW = 300;
const SILENT = 10_000;
const A_SECOND = 1_000;
const DRIP_MS = 400;
/** When a connection that does not read begins to check whether it was closed. */
const LOOK_MS = 13_000;
/** How long to wait for slow connections to be closed; after that those that still stand are reported. */
const PATIENCE_MS = 25_000;
/** Pages that a connection which does not read asks for at once: more than the buffers on the way hold. */
const UNREAD = 20;

let ending = false;
let silent = 0;
const closed: Record<string, number> = {};
const longest: Record<string, number> = {};
const slow = new Map<net.Socket, { readonly kind: string; readonly began: number }>();

const connect = (): net.Socket => {
  const socket = net.connect(Number(port), '127.0.0.1');
  socket.on('error', () => {});
  return socket;
};

/** Replaced as soon as Porter has closed it. */
function stand(kind: string, first: string, drip?: string): void {
  const socket = connect();
  const began = performance.now();
  slow.set(socket, { kind, began });
  socket.write(first);
  // A connection that does not read notices its end only when it writes. Empty lines between requests mean nothing to the server.
  if (drip === undefined) socket.pause();
  else socket.resume();
  let timer: NodeJS.Timeout | undefined;
  const write = () => socket.writable && socket.write(drip ?? '\r\n');
  const wait = setTimeout(
    () => {
      timer = setInterval(write, DRIP_MS);
    },
    drip === undefined ? LOOK_MS : 0,
  );
  socket.once('close', () => {
    clearTimeout(wait);
    clearInterval(timer);
    slow.delete(socket);
    lived(kind, began);
    if (!ending) stand(kind, first, drip);
  });
}

function lived(kind: string, began: number): void {
  closed[kind] = (closed[kind] ?? 0) + 1;
  longest[kind] = Math.max(longest[kind] ?? 0, Math.round(performance.now() - began));
}

const form = 'Host: porter\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10000\r\n\r\n';
for (let n = 0; n < SLOW; n += 1) {
  stand('headers', 'GET / HTTP/1.1\r\nHost: porter\r\n', 'X-Slow: a\r\n');
  stand('body', `POST /apply HTTP/1.1\r\n${form}`, 'a');
  stand('reading', `GET ${asset} HTTP/1.1\r\nHost: porter\r\n\r\n`.repeat(UNREAD));
  if (n % 10 === 0) await sleep(10);
}
console.log('standing');

const idle = new Set<net.Socket>();
process.stdin.resume();
process.stdin.once('end', () => {
  ending = true;
});
const began = performance.now();
for (let opened = 0; opened < SILENT && !ending; ) {
  const due = Math.min(SILENT, ((performance.now() - began) * A_SECOND) / 1_000);
  for (; opened < due; opened += 1) {
    const socket = connect();
    socket.once('connect', () => {
      silent += 1;
    });
    socket.once('close', () => idle.delete(socket));
    idle.add(socket.resume());
  }
  await sleep(10);
}
console.log('over');

while (!ending) await sleep(20);
const end = performance.now() + PATIENCE_MS;
while (slow.size > 0 && performance.now() < end) await sleep(20);
for (const { kind, began } of slow.values()) lived(kind, began);
for (const socket of idle) socket.destroy();
console.log(JSON.stringify({ silent, closed, longest } satisfies Flood));
process.exit();
