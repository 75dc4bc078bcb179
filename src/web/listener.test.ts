import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import net from 'node:net';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ask } from '../../test/support/ask.ts';
import { eventually } from '../../test/support/eventually.ts';
import { silentLog } from '../kernel/log.ts';
import { readForm } from './body.ts';
import { HttpProblem } from './http-problem.ts';
import { type ListenerLimits, openListener } from './listener.ts';

/** As in operation, faster; honest requests are not so slow on the slowest machine. */
const quick: Partial<ListenerLimits> = {
  headersWithin: 1_500,
  requestWithin: 2_000,
  checkEvery: 100,
  answerWithin: 20_000,
  silentFor: 1_000,
  takenWithin: 1_500,
  keepAlive: 250,
};

/** More than a connection's buffers hold. */
const large = Buffer.alloc(20_000_000);

/** Answers forms with what it read, everything else with a page. */
async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  try {
    if (req.url === '/large') return void res.end(large);
    if (req.method !== 'POST') return void res.end('a page');
    res.end(JSON.stringify([...(await readForm(req))]));
  } catch (error) {
    res.statusCode = error instanceof HttpProblem ? error.status : 500;
    res.end('refused');
  }
}

/** A listener, and what it has seen so far. */
async function open(limits: Partial<ListenerLimits> = {}, until?: Promise<unknown>) {
  const seen = { begun: 0, answered: 0, closed: 0 };
  const listener = await openListener({
    listen: { host: '127.0.0.1', port: 0 },
    limits,
    log: silentLog,
    app(req, res) {
      seen.begun += 1;
      res.once('close', () => {
        seen.closed += 1;
      });
      void Promise.resolve(until)
        .then(() => answer(req, res))
        .then(() => {
          seen.answered += 1;
        });
    },
  });
  return Object.assign(listener, { seen });
}

interface Raw {
  readonly socket: net.Socket;
  readonly closed: Promise<string>;
}

function raw(port: number, ...pieces: readonly (string | Buffer)[]): Raw {
  const socket = net.connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (piece) => {
    text += piece.toString('latin1');
  });
  socket.on('error', () => {});
  for (const piece of pieces) socket.write(piece);
  return { socket, closed: new Promise((resolve) => socket.once('close', () => resolve(text))) };
}

const many = <One>(count: number, make: () => One): readonly One[] => Array.from({ length: count }, make);
const form = 'Content-Type: application/x-www-form-urlencoded\r\n';
const post = (headers: string) => `POST / HTTP/1.1\r\nHost: porter\r\n${headers}\r\n`;

test('H1: slow headers, slow bodies and those who do not read are closed in the limit, while honest requests go on', async () => {
  await using listener = await open(quick);
  const { port, seen } = listener;
  const drip = (one: Raw, piece: string) => {
    const timer = setInterval(() => one.socket.writable && one.socket.write(piece), 50);
    one.socket.once('close', () => clearInterval(timer));
    return one;
  };
  const slow = [
    ...many(100, () => raw(port)),
    ...many(100, () => drip(raw(port, 'GET / HTTP/1.1\r\nHost: porter\r\n'), 'X-A: b\r\n')),
    ...many(100, () => drip(raw(port, post(`${form}Content-Length: 10000\r\n`)), 'a')),
    ...many(100, () => {
      const one = raw(port);
      one.socket.pause();
      one.socket.write('GET /large HTTP/1.1\r\nHost: porter\r\n\r\n');
      return one;
    }),
  ];
  for (const _ of many(10, () => 0)) assert.equal((await ask(port, '/')).body, 'a page');
  // Pages, forms and what is too large to be taken unread: whoever reads on now gets what the buffers hold.
  await eventually(() => seen.closed === 210);
  for (const one of slow.slice(300)) one.socket.resume();
  const answers = await Promise.all(slow.map((one) => one.closed));
  assert.ok(answers.slice(0, 300).every((answer) => answer === '' || answer.startsWith('HTTP/1.1 408')));
  assert.ok(answers.slice(300).every((answer) => answer.length < large.length));
});

test('H1: a flood of idle connections displaces itself; honest requests find a place', async () => {
  await using listener = await open({
    headersWithin: 60_000,
    requestWithin: 60_000,
    silentFor: 60_000,
    connections: 50,
  });
  const idle = many(1_000, () => raw(listener.port));
  let gone = 0;
  for (const one of idle) void one.closed.then(() => (gone += 1));
  await eventually(() => gone === 950);
  assert.equal((await ask(listener.port, '/')).body, 'a page');
  for (const one of idle) one.socket.destroy();
});

test('H1: who has sent no request yet pushes out the others of that kind alone', async () => {
  const patient = { headersWithin: 60_000, requestWithin: 60_000, silentFor: 60_000, keepAlive: 60_000 };
  await using listener = await open({ ...patient, connections: 1_000, freshConnections: 5 });
  const kept = raw(listener.port, 'GET / HTTP/1.1\r\nHost: porter\r\n\r\n');
  await eventually(() => listener.seen.answered === 1);
  const silent = many(50, () => raw(listener.port));
  let gone = 0;
  for (const one of silent) void one.closed.then(() => (gone += 1));
  await eventually(() => gone === 45);
  kept.socket.write('GET / HTTP/1.1\r\nHost: porter\r\nConnection: close\r\n\r\n');
  assert.equal((await kept.closed).match(/a page/g)?.length, 2);
  for (const one of silent) one.socket.destroy();
});

test('H1: a running request is not displaced by new connections', async () => {
  const answerable = Promise.withResolvers<void>();
  await using listener = await open({ connections: 5 }, answerable.promise);
  const running = ask(listener.port, '/');
  await eventually(() => listener.seen.begun === 1);
  const idle = many(50, () => raw(listener.port));
  let gone = 0;
  for (const one of idle) void one.closed.then(() => (gone += 1));
  await eventually(() => gone === 46);
  answerable.resolve();
  assert.equal((await running).body, 'a page');
  for (const one of idle) one.socket.destroy();
});

for (const path of ['/large', '/']) {
  test(`H1: empty lines do not keep a connection whose answer is there (${path})`, async () => {
    await using listener = await open(quick);
    const one = raw(listener.port);
    one.socket.pause();
    one.socket.write(`GET ${path} HTTP/1.1\r\nHost: porter\r\n\r\n`);
    const drip = setInterval(() => one.socket.writable && one.socket.write('\r\n'), 50);
    await one.closed;
    clearInterval(drip);
  });
}

test('H1: those who take no answer give way to an honest request', async () => {
  const patient = { headersWithin: 60_000, requestWithin: 60_000, silentFor: 60_000, takenWithin: 60_000 };
  await using listener = await open({ ...patient, connections: 5 });
  const unread = many(5, () => {
    const one = raw(listener.port);
    one.socket.pause();
    one.socket.write('GET /large HTTP/1.1\r\nHost: porter\r\n\r\n');
    return one;
  });
  await eventually(() => listener.seen.answered === 5);
  for (const _ of many(5, () => 0)) assert.equal((await ask(listener.port, '/')).body, 'a page');
  for (const one of unread) one.socket.destroy();
});

test('H1: an expectation that nobody knows changes nothing: empty lines behind it keep no connection', async () => {
  await using listener = await open(quick);
  const one = raw(listener.port, 'GET / HTTP/1.1\r\nHost: porter\r\nExpect: tea\r\n\r\n');
  const timer = setInterval(() => one.socket.writable && one.socket.write('\r\n'), 50);
  one.socket.once('close', () => clearInterval(timer));
  assert.match(await one.closed, /^HTTP\/1\.1 200 OK[\s\S]*a page/);
});

test('H2: a body one byte over is 413, exactly the limit is read; an announced one is refused before it is sent', async () => {
  await using listener = await open();
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const send = (bytes: number) =>
    ask(listener.port, '/', { method: 'POST', body: `a=${'x'.repeat(bytes - 2)}`, headers: type });
  assert.equal((await send(16_384)).status, 200);
  assert.equal((await send(16_385)).status, 413);

  const announced = raw(listener.port, post(`${form}Content-Length: 1000000000\r\nExpect: 100-continue\r\n`));
  const answer = await announced.closed;
  assert.match(answer, /^HTTP\/1\.1 413/);
  assert.doesNotMatch(answer, /100 Continue/);

  const unread = await raw(listener.port, post(`${form}Content-Length: 1000000000\r\n`), 'a=').closed;
  assert.match(unread, /^HTTP\/1\.1 413/);
  assert.match(unread, /^Connection: close\r$/m, 'whoever keeps connections must know that this one is gone');

  const invited = raw(listener.port, post(`${form}Content-Length: 3\r\nExpect: 100-continue\r\nConnection: close\r\n`));
  invited.socket.once('data', () => invited.socket.write('a=b'));
  assert.match(await invited.closed, /^HTTP\/1\.1 100 Continue[\s\S]*\[\["a","b"\]\]/);
});

test('H2: an endless stream is cut after a little, and memory stays flat', async () => {
  await using listener = await open();
  const before = process.memoryUsage.rss();
  const one = raw(listener.port, post(`${form}Transfer-Encoding: chunked\r\n`));
  const piece = Buffer.from(`10000\r\n${'x'.repeat(65_536)}\r\n`);
  let sent = 0;
  const pump = () => {
    while (one.socket.writable && sent < 2 ** 30) {
      sent += piece.length;
      if (!one.socket.write(piece)) return void one.socket.once('drain', pump);
    }
  };
  pump();
  await one.closed;
  assert.ok(sent < 64 * 2 ** 20, `${sent} bytes were taken`);
  assert.ok(process.memoryUsage.rss() - before < 128 * 2 ** 20);
});

test('H2: packed bodies are refused unread, whatever they would become', async () => {
  await using listener = await open();
  const bomb = gzipSync(Buffer.alloc(10_000_000));
  for (const coding of ['gzip', 'br', 'deflate', 'gzip, identity']) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': coding };
    assert.equal((await ask(listener.port, '/', { method: 'POST', body: bomb, headers })).status, 415, coding);
  }
  for (const type of [
    'application/json',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded; charset=utf-16',
    '',
  ]) {
    const headers = type === '' ? {} : { 'content-type': type };
    assert.equal((await ask(listener.port, '/', { method: 'POST', body: 'a=b', headers })).status, 415, type);
  }
});

test('H2: what can be read in two ways is read in none', async () => {
  await using listener = await open();
  const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: porter\r\n\r\n';
  for (const request of [
    `${post(`${form}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n`)}0\r\n\r\n${smuggled}`,
    `${post(`${form}Content-Length: 4\r\nContent-Length: 5\r\n`)}a=bc${smuggled}`,
    `${post(`${form}Transfer-Encoding: chunked, identity\r\n`)}0\r\n\r\n${smuggled}`,
    `${post(`${form}Transfer-Encoding: xchunked\r\n`)}0\r\n\r\n${smuggled}`,
    post(`${form}Content-Length: -1\r\n`),
    post(`${form}Content-Length: 0x10\r\n`),
    `${post(`${form}Transfer-Encoding: chunked\r\n`)}fffffffffffffffff\r\n`,
    'GET / HTTP/1.1\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: porter\r\nX\u0000Y: 1\r\n\r\n',
    'nonsense\r\n\r\n',
  ]) {
    const answer = await raw(listener.port, request).closed;
    assert.match(answer, /^HTTP\/1\.1 400/, request);
    assert.equal(answer.match(/HTTP\/1\.1/g)?.length, 1, request);
  }
  const wide = await raw(listener.port, `GET / HTTP/1.1\r\nHost: porter\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`).closed;
  assert.match(wide, /^HTTP\/1\.1 431/);
});

test('H2: a body that ends early is no request', async () => {
  await using listener = await open();
  const one = raw(listener.port, `${post(`${form}Content-Length: 100\r\n`)}a=b`);
  await eventually(() => listener.seen.begun === 1);
  one.socket.end();
  assert.doesNotMatch(await one.closed, /200 OK/);
});

test('closing lets a running request finish, takes no new one, and leaves no connection', async () => {
  const answerable = Promise.withResolvers<void>();
  const listener = await open({ keepAlive: 60_000 }, answerable.promise);
  const running = ask(listener.port, '/', { headers: { connection: 'keep-alive' } });
  const idle = raw(listener.port);
  await eventually(() => listener.seen.begun === 1);
  const closed = listener[Symbol.asyncDispose]();
  answerable.resolve();
  assert.equal((await running).body, 'a page');
  await closed;
  await idle.closed;
  await assert.rejects(ask(listener.port, '/'));
});

test('an address that is taken is said in words', async () => {
  await using listener = await open();
  await assert.rejects(
    openListener({ app: () => {}, listen: { host: '127.0.0.1', port: listener.port }, log: silentLog }),
    { code: 'listener.in-use' },
  );
});
