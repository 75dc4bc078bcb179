/** The fault proxy before a plain echo server, and before an HTTP server that counts. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFaultProxy } from './faults.ts';
import { resetSocket } from './reset-socket.ts';

async function echo(): Promise<{ port: number; sockets: Set<net.Socket>; received(): number } & AsyncDisposable> {
  const sockets = new Set<net.Socket>();
  let received = 0;
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (data) => {
      received += data.length;
      socket.write(data);
    });
    socket.on('end', () => socket.end('bye'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    sockets,
    received: () => received,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
async function dial(port: number): Promise<net.Socket & { got: Buffer }> {
  const socket = Object.assign(net.connect(port, '127.0.0.1'), { got: Buffer.alloc(0) });
  socket.on('data', (data) => {
    socket.got = Buffer.concat([socket.got, data]);
  });
  await once(socket, 'connect');
  return socket;
}
const until = async (done: () => boolean, ms = 20_000): Promise<void> => {
  for (const end = Date.now() + ms; !done(); await sleep(2)) if (Date.now() > end) throw new Error('waited too long');
};

test('without trouble all bytes and both ends pass', async () => {
  await using server = await echo();
  await using proxy = await startFaultProxy({ to: server });
  const client = await dial(proxy.port);
  const data = Buffer.alloc(3 << 20, 'x');
  client.write(data);
  await until(() => client.got.length === data.length);
  client.end();
  await once(client, 'close');
  assert.equal(client.got.subarray(data.length).toString(), 'bye', 'half-close passed');
  assert.deepEqual(proxy.connections[0]?.passed, { toServer: data.length, toClient: data.length + 3 });
});

test('latency delays both ways and keeps order', async () => {
  await using server = await echo();
  await using proxy = await startFaultProxy({ to: server, trouble: { latencyMs: 60 } });
  const client = await dial(proxy.port);
  const before = performance.now();
  for (let i = 0; i < 10; i++) client.write(String(i));
  await until(() => client.got.length === 10);
  const took = performance.now() - before;
  assert.ok(took >= 115, `${took}`);
  assert.equal(client.got.toString(), '0123456789');
  client.destroy();
});

test('slow loris: bytes dribble', async () => {
  await using server = await echo();
  await using proxy = await startFaultProxy({ to: server, trouble: { bytesPerSecond: { toServer: 1 } } });
  const client = await dial(proxy.port);
  client.write('0123456789');
  await until(() => server.received() >= 1);
  assert.ok(server.received() < 10, `${server.received()}`);
  await proxy.heal();
  await until(() => client.got.length === 10);
  client.destroy();
});

test('cut after so many bytes, by reset or by close', async () => {
  await using server = await echo();
  await using proxy = await startFaultProxy({ to: server, trouble: { cutAfter: { toClient: 4 } } });
  for (const [cutWith, code] of [
    ['reset', 'ECONNRESET'],
    ['close', undefined],
  ] as const) {
    await proxy.set({ cutAfter: { toClient: 4 }, cutWith });
    const client = await dial(proxy.port);
    let error: NodeJS.ErrnoException | undefined;
    client.on('error', (e) => {
      error = e;
    });
    client.write('0123456789');
    await new Promise((resolve) => client.once('close', resolve));
    assert.equal(error?.code, code);
    if (cutWith === 'close') assert.equal(client.got.toString(), '0123');
  }
});

test('black hole one way: the server acts, the client hears nothing', async () => {
  let acted = 0;
  const server = http.createServer((_req, res) => {
    acted += 1;
    res.end('done');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await using proxy = await startFaultProxy({
    to: server.address() as AddressInfo,
    trouble: { blackHole: 'toClient' },
  });
  const url = `http://127.0.0.1:${proxy.port}/`;
  const gone = new AbortController();
  const asked = fetch(url, { signal: gone.signal });
  await until(() => acted === 1);
  assert.equal(await Promise.race([asked, sleep(100, 'nothing heard')]), 'nothing heard');
  gone.abort();
  await assert.rejects(asked, { name: 'AbortError' });
  await proxy.heal();
  proxy.cut();
  assert.equal((await fetch(url)).status, 200);
  server.closeAllConnections();
  server.close();
});

test('aimed elsewhere, new connections go there, or nowhere', async () => {
  await using one = await echo();
  await using two = await echo();
  await using proxy = await startFaultProxy({ to: one });
  proxy.aim(two.port);
  const client = await dial(proxy.port);
  client.write('x');
  await until(() => client.got.length === 1);
  assert.deepEqual([one.received(), two.received()], [0, 1]);
  client.destroy();
  proxy.aim(undefined);
  const nowhere = net.connect(proxy.port, '127.0.0.1');
  const [error] = await once(nowhere, 'error');
  assert.equal(error.code, 'ECONNRESET');
});

test('refused, reset and hanging connects, and back to normal on the same port', async () => {
  await using server = await echo();
  await using proxy = await startFaultProxy({ to: server, trouble: {} });
  await proxy.set({ onConnect: 'refuse' });
  await assert.rejects(dial(proxy.port), { code: 'ECONNREFUSED' });
  await proxy.set({ onConnect: 'hang' });
  const hung = await dial(proxy.port);
  hung.write('x');
  await sleep(60);
  assert.deepEqual([hung.got.length, server.received(), server.sockets.size], [0, 0, 0]);
  await proxy.set({ onConnect: 'reset' });
  const reset = net.connect(proxy.port, '127.0.0.1');
  const [error] = await once(reset, 'error');
  assert.equal(error.code, 'ECONNRESET');
  await proxy.heal();
  const fine = await dial(proxy.port);
  fine.write('x');
  await until(() => fine.got.length === 1);
  fine.destroy();
  hung.destroy();
});

test('half-open: the server is gone, the client is not told', async () => {
  await using server = await echo();
  await using proxy = await startFaultProxy({ to: server, trouble: { hideEnd: true } });
  const client = await dial(proxy.port);
  client.write('x');
  await until(() => client.got.length === 1);
  for (const socket of server.sockets) resetSocket(socket);
  await sleep(60);
  assert.equal(client.destroyed, false);
  client.write('into the void');
  await sleep(60);
  assert.deepEqual([client.destroyed, client.got.length], [false, 1]);
  proxy.cut();
  await once(client, 'error');
});

test('a server that is not there looks like a reset', async () => {
  await using proxy = await startFaultProxy({ to: { port: 1 } });
  const client = net.connect(proxy.port, '127.0.0.1');
  const [error] = await once(client, 'error');
  assert.equal(error.code, 'ECONNRESET');
});
