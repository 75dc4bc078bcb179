/**
 * A TCP proxy that stands before any server (a stand-in, a mail server, a database, a homeserver) and makes the network
 * bad: slow, thin, cut, silent, refused, half-open. It knows no protocol; what passes is bytes.
 *
 * Models: latency each way, bandwidth, a cut after so many bytes, black holes, refused and hanging connects, ends that
 * are not passed on (half-open connections), both kinds of end (FIN, RST). New trouble also meets open connections.
 * Does not model: lost or reordered packets below TCP, a dropped SYN (use `hang`: the connect succeeds, nothing comes),
 * TLS (bytes pass through it unseen), names (clients must be told 127.0.0.1 and `port`).
 */

import type { AddressInfo } from 'node:net';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, listening } from '../free-port.ts';
import { resetSocket } from './reset-socket.ts';

export type Way = 'toServer' | 'toClient';

export interface Trouble {
  /** Every byte comes this much later, each way. */
  readonly latencyMs?: number;
  /** Bandwidth each way, or one way only. Small numbers make a slow loris: 1 is a byte per second. */
  readonly bytesPerSecond?: number | Partial<Record<Way, number>>;
  /** End the connection once so many bytes of it went that way; the last byte still passes. */
  readonly cutAfter?: Partial<Record<Way, number>>;
  /** How the proxy ends connections; `reset` by default. */
  readonly cutWith?: 'reset' | 'close';
  /** Bytes go in and never come out; the connection stays open. */
  readonly blackHole?: Way | 'both';
  /** New connections: closed at once, accepted and left alone, or not accepted at all (ECONNREFUSED). */
  readonly onConnect?: 'reset' | 'hang' | 'refuse';
  /** When one side ends, the other is not told. */
  readonly hideEnd?: boolean;
}

export interface ProxiedConnection {
  readonly id: number;
  /** Bytes passed on, not bytes received. */
  readonly passed: Readonly<Record<Way, number>>;
  /** Bytes that a black hole took. */
  readonly swallowed: number;
  readonly open: boolean;
  cut(how?: 'reset' | 'close'): void;
}

export interface FaultProxy extends AsyncDisposable {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly trouble: Trouble;
  /** Every connection ever accepted, oldest first. */
  readonly connections: readonly ProxiedConnection[];
  /** Replaces the trouble; `{}` is none. Resolves when new connections meet it. */
  set(trouble: Trouble): Promise<void>;
  /** No trouble; connections that hang or lost bytes stay as they are. */
  heal(): Promise<void>;
  /** From now on new connections go to this port; undefined, to nowhere (they are reset). */
  aim(port: number | undefined): void;
  /** Ends all open connections now. */
  cut(how?: 'reset' | 'close'): void;
  close(): Promise<void>;
}

const HIGH_WATER = 1 << 20;

export async function startFaultProxy(options: {
  readonly to: { readonly host?: string; readonly port: number | undefined };
  readonly port?: number;
  readonly trouble?: Trouble;
  /** Hears all that the clients send. */
  readonly heard?: (data: Buffer) => void;
}): Promise<FaultProxy> {
  let trouble: Trouble = options.trouble ?? {};
  let aimed = options.to.port;
  const connections: ProxiedConnection[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ allowHalfOpen: true }, accept);

  function end(socket: net.Socket, how: 'reset' | 'close'): void {
    if (how === 'reset') resetSocket(socket);
    else socket.destroy();
  }

  function accept(client: net.Socket): void {
    track(client);
    const passed: Record<Way, number> = { toServer: 0, toClient: 0 };
    let server_: net.Socket | undefined;
    const swallowed = { bytes: 0 };
    let open = true;
    const connection: ProxiedConnection = {
      id: connections.length + 1,
      passed,
      get swallowed() {
        return swallowed.bytes;
      },
      get open() {
        return open;
      },
      cut(how = trouble.cutWith ?? 'reset') {
        if (!open) return;
        open = false;
        end(client, how);
        if (server_) end(server_, how);
      },
    };
    connections.push(connection);
    client.on('close', () => {
      if (!trouble.hideEnd) open = false;
    });
    if (trouble.onConnect === 'reset') return void connection.cut('reset');
    if (trouble.onConnect === 'hang') return void client.resume();

    if (aimed === undefined) return void connection.cut('reset');
    const upstream = net.connect({ host: options.to.host ?? '127.0.0.1', port: aimed, allowHalfOpen: true });
    server_ = upstream;
    track(upstream);
    upstream.on('connect', () => {
      pump(client, upstream, 'toServer', connection, { passed, swallowed });
      pump(upstream, client, 'toClient', connection, { passed, swallowed });
    });
    upstream.on('error', () => {
      if (upstream.connecting || passed.toServer === 0) connection.cut('reset');
    });
  }

  function track(socket: net.Socket): void {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  }

  function pump(
    from: net.Socket,
    to: net.Socket,
    way: Way,
    connection: ProxiedConnection,
    { passed, swallowed }: { readonly passed: Record<Way, number>; readonly swallowed: { bytes: number } },
  ): void {
    const queue: { data: Buffer | 'end' | 'reset'; due: number }[] = [];
    let waiting = 0;
    let running = false;
    const put = (data: Buffer | 'end' | 'reset'): void => {
      queue.push({ data, due: performance.now() + (trouble.latencyMs ?? 0) });
      if (Buffer.isBuffer(data)) waiting += data.length;
      if (waiting > HIGH_WATER) from.pause();
      if (!running) void run();
    };
    from.on('data', put);
    if (options.heard && way === 'toServer') from.on('data', options.heard);
    from.on('end', () => put('end'));
    from.on('close', (failed) => put(failed ? 'reset' : 'end'));

    async function run(): Promise<void> {
      running = true;
      for (let item = queue.shift(); item; item = queue.shift()) {
        const wait = item.due - performance.now();
        if (wait > 0) await sleep(wait);
        if (Buffer.isBuffer(item.data)) {
          await pass(item.data);
          waiting -= item.data.length;
          if (waiting <= HIGH_WATER) from.resume();
        } else if (!trouble.hideEnd && !to.destroyed) {
          if (item.data === 'reset') resetSocket(to);
          else to.end();
        }
      }
      running = false;
    }

    async function pass(data: Buffer): Promise<void> {
      for (let at = 0; at < data.length && !to.destroyed; ) {
        const rate = typeof trouble.bytesPerSecond === 'object' ? trouble.bytesPerSecond[way] : trouble.bytesPerSecond;
        const limit = trouble.cutAfter?.[way] ?? Infinity;
        // Thin lines dribble: twenty pieces a second, or single bytes when there are fewer.
        const piece = Math.min(
          data.length - at,
          Math.max(0, limit - passed[way]),
          rate ? Math.max(1, Math.floor(rate / 20)) : Infinity,
        );
        if (rate) await sleep((piece / rate) * 1000);
        const gone = trouble.blackHole === 'both' || trouble.blackHole === way;
        if (gone) swallowed.bytes += piece;
        if (!gone && piece > 0) {
          passed[way] += piece;
          const flushed = new Promise<void>((resolve) => to.write(data.subarray(at, at + piece), () => resolve()));
          if (passed[way] >= limit || to.writableLength > HIGH_WATER) await flushed;
        }
        at += piece;
        if (passed[way] >= limit) return connection.cut();
      }
    }
  }

  // One that no outgoing connection is given while this one refuses: it must be had again.
  await listening(server, options.port ?? (await freePort()));
  const { port } = server.address() as AddressInfo;

  const proxy: FaultProxy = {
    host: '127.0.0.1',
    port,
    get trouble() {
      return trouble;
    },
    connections,
    async set(next) {
      trouble = next;
      const refuse = next.onConnect === 'refuse';
      if (refuse && server.listening) server.close();
      if (!refuse && !server.listening) await listening(server, port);
    },
    heal: () => proxy.set({}),
    aim(port_) {
      aimed = port_;
    },
    cut(how) {
      for (const connection of connections) connection.cut(how);
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
    [Symbol.asyncDispose]: () => proxy.close(),
  };
  return proxy;
}
