import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import { ask } from '../../test/support/ask.ts';
import { makeTestClock } from '../../test/support/test-clock.ts';
import { MINUTE, SECOND } from '../kernel/clock.ts';
import { Fault } from '../kernel/fault.ts';
import { type Logger, silentLog } from '../kernel/log.ts';
import { Secret } from '../kernel/secret.ts';
import { type Bearer, basicTexts } from './bearer.ts';
import type { SayRefusal } from './door-refusal.ts';
import { type JsonDoorNeeds, openJsonDoor } from './json-door.ts';
import type { JsonCaller, JsonRoute } from './json-route.ts';
import { makeNetworkLimit } from './limiter.ts';

interface Program extends JsonCaller {
  readonly mayDelete: boolean;
}

/** RFC 9457, as one door may want it. */
const sayProblem: SayRefusal = ({ kind, status, detail, faultId, fields }) => ({
  status,
  body: { type: `about:${kind}`, status, detail, instance: faultId, ...fields },
  headers: { 'Content-Type': 'application/problem+json' },
});

const routes: readonly JsonRoute<Program>[] = [
  { method: 'GET', path: '/health', open: true, respond: () => ({ status: 200, body: { up: true } }) },
  {
    method: 'POST',
    path: '/echo',
    open: true,
    respond: async (asked) => ({ status: 200, body: [await asked.json()] }),
  },
  {
    ...{ method: 'POST', path: '/things', bodyBytes: 100, refusedWith: { thing: null } },
    respond: async (asked, { name }) => ({ status: 201, body: { name, made: await asked.json() } }),
  },
  { method: 'GET', path: '/things/:id', respond: (asked) => ({ status: 200, body: { id: asked.param('id') } }) },
  {
    ...{ method: 'DELETE', path: '/things/:id', mayCall: ({ mayDelete }) => mayDelete },
    respond: (asked) => ({ status: 200, body: { gone: asked.param('id') } }),
  },
  {
    ...{ method: 'POST', path: '/hooks/:key', bodyBytes: 100 },
    tokens: (asked) => [asked.param('key'), ...basicTexts(asked.headers.authorization), ...asked.query.getAll('t')],
    sayRefusal: ({ kind }) => ({ status: 403, body: kind, headers: { 'Content-Type': 'text/plain' } }),
    respond: async ({ method, path, text }, { name }) => ({
      status: 200,
      body: { name, method, path, text: await text() },
    }),
  },
  {
    method: 'GET',
    path: '/text/*',
    open: true,
    respond: () => ({ status: 200, body: 'x', headers: { 'Content-Type': 'text/plain' } }),
  },
  { method: 'POST', path: '*/internal/x.php', open: true, respond: ({ path }) => ({ status: 200, body: { path } }) },
  { method: 'GET', path: '/broken', open: true, respond: () => Promise.reject(new Error('canary')) },
  { method: 'GET', path: '/unwritable', open: true, respond: () => ({ status: 200, body: { big: 1n } }) },
  {
    ...{ method: 'GET', path: '/down', open: true },
    respond: () => {
      throw new Fault('down', { code: 'x.down', retryable: true, scope: 'channel' });
    },
  },
];

const bearer = (name: string, over: Partial<Program> = {}): Bearer<Program> => ({
  token: new Secret(`${name}-token\n`),
  caller: { name, mayDelete: false, ...over },
});
const as = (name: string) => ({ authorization: `Bearer ${name}-token`, 'content-type': 'application/json' });

async function open(over: Partial<JsonDoorNeeds<Program>> = {}) {
  const clock = makeTestClock();
  const door = await openJsonDoor<Program>({
    ...{ listen: { host: '127.0.0.1', port: 0 }, routes, sayRefusal: sayProblem, log: silentLog, clock },
    callers: [
      bearer('reader'),
      bearer('owner', { mayDelete: true }),
      bearer('slow', { limit: makeNetworkLimit({ count: 1, per: MINUTE }, clock) }),
    ],
    ...over,
  });
  const call = async (method: string, path: string, headers = {}, body?: string | Buffer) => {
    const answer = await ask(door.port, path, { method, headers, ...(body === undefined ? {} : { body }) });
    return { ...answer, json: answer.body === '' ? undefined : JSON.parse(answer.body) };
  };
  return { call, clock, port: door.port, [Symbol.asyncDispose]: () => door[Symbol.asyncDispose]() };
}

/** Sends text as it is and resolves with all that came back. */
const raw = (port: number, text: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
    let seen = '';
    socket.on('data', (piece) => {
      seen += piece;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(seen));
  });

test('answers are JSON that nobody keeps, and HEAD is a GET without its body', async () => {
  await using door = await open();
  const { status, headers, json } = await door.call('GET', '/health?x=1');
  assert.deepEqual([status, json], [200, { up: true }]);
  assert.equal(headers['content-type'], 'application/json');
  assert.equal(headers['cache-control'], 'no-store');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  const head = await door.call('HEAD', '/health');
  assert.deepEqual([head.status, head.body, head.headers['content-length']], [200, '', headers['content-length']]);
  const text = await ask(door.port, '/text/a/b');
  assert.deepEqual([text.body, text.headers['content-type']], ['x', 'text/plain']);
});

test('a method that a path does not have is 405 with those it has, OPTIONS included; other paths are 404', async () => {
  await using door = await open();
  const cases = [
    ['POST', '/health', 'GET, HEAD'],
    ['OPTIONS', '/things', 'POST'],
    ['PUT', '/things/1', 'GET, HEAD, DELETE'],
    ['HEAD', '/things', 'POST'],
  ] as const;
  for (const [method, path, allow] of cases) {
    const answer = await door.call(method, path);
    assert.deepEqual([answer.status, answer.headers.allow], [405, allow]);
  }
  for (const path of [
    '/',
    '/Health',
    '/health/',
    '//health',
    '/things/',
    '/things/1/2',
    '/text',
    '/text/',
    '/constructor',
  ]) {
    assert.equal((await door.call('GET', path)).status, 404, path);
  }
  assert.equal((await door.call('GET', '/things/%ff', as('reader'))).status, 400);
  assert.deepEqual((await door.call('GET', '/things/a%2Fb%20c', as('reader'))).json, { id: 'a/b c' });
});

test('a path may begin with any folders, if its route says so', async () => {
  await using door = await open();
  for (const path of ['/internal/x.php', '/bot/internal/x.php', '/a//b/internal/x.php'])
    assert.deepEqual((await door.call('POST', path)).json, { path });
  for (const path of ['/x.php', '/internal/x.php/', '/internal/y.php', '/xinternal/x.php'])
    assert.notEqual((await door.call('POST', path)).status, 200, path);
});

test('each caller is known by its token and does only what it may; nobody else is told anything', async () => {
  await using door = await open();
  assert.equal((await door.call('GET', '/things/1', as('reader'))).status, 200);
  assert.equal((await door.call('DELETE', '/things/1', as('reader'))).status, 403);
  assert.deepEqual((await door.call('DELETE', '/things/1', as('owner'))).json, { gone: '1' });
  for (const authorization of [
    '',
    'Bearer',
    'Bearer x',
    'Basic reader-token',
    'reader-token',
    'Bearer reader-token x',
  ]) {
    const { status, headers } = await door.call('GET', '/things/1?access_token=reader-token', { authorization });
    assert.deepEqual([status, headers['www-authenticate']], [401, 'Bearer'], authorization);
  }
});

test('a route may know its callers by what its own programs send, and says refusals as they expect them', async () => {
  await using door = await open();
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
  const known = [
    ['/hooks/reader-token', {}],
    ['/hooks/x%2Fy', basic('reader:reader-token')],
    ['/hooks/x%2Fy', basic('reader-token:None')],
    ['/hooks/x%2Fy', basic('reader-token')],
    ['/hooks/x%2Fy?t=reader-token', {}],
  ] as const;
  for (const [path, headers] of known) {
    const { status, json } = await door.call('POST', path, { ...headers, 'content-type': 'text/x' }, 'ä');
    const [bare] = path.split('?');
    assert.deepEqual([status, json], [200, { name: 'reader', method: 'POST', path: bare, text: 'ä' }], path);
  }
  const refused = async (path: string, headers = {}, body: string | Buffer = 'x', method = 'POST') => {
    const answer = await ask(door.port, path, { method, headers, body });
    return [answer.status, answer.headers['content-type'], answer.body];
  };
  for (const headers of [{}, basic(''), basic(':'), basic('reader:x'), { authorization: 'Bearer reader-token' }]) {
    assert.deepEqual(await refused('/hooks/x', headers), [403, 'text/plain', 'wrong-token']);
  }
  const path = '/hooks/reader-token';
  assert.deepEqual(await refused(path, {}, 'x'.repeat(101)), [403, 'text/plain', 'too-large']);
  assert.deepEqual(await refused(path, {}, Buffer.from([0xff])), [403, 'text/plain', 'not-utf8']);
  assert.deepEqual(await refused(path, { 'content-encoding': 'gzip' }), [403, 'text/plain', 'media']);
  assert.deepEqual(await refused(path, {}, 'x', 'PUT'), [403, 'text/plain', 'method']);
});

test('H2: nobody’s body is read before its sender is known', async () => {
  await using door = await open();
  const head = 'Host: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n';
  assert.match(
    await raw(door.port, `POST /things HTTP/1.1\r\nAuthorization: Bearer no\r\n${head}`),
    /^HTTP\/1\.1 401 /,
  );
  const expecting = `POST /things HTTP/1.1\r\nAuthorization: Bearer reader-token\r\nExpect: 100-continue\r\n${head}`;
  assert.match(await raw(door.port, expecting), /^HTTP\/1\.1 413 /);

  // Who asks whether to send it is told to go on when it is read, and not before: not without a token, and not to a wrong path.
  const fits = 'Host: x\r\nContent-Type: application/json\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n';
  for (const [start, refused] of [
    ['POST /things HTTP/1.1\r\n', 401],
    ['POST /things HTTP/1.1\r\nAuthorization: Bearer no\r\n', 401],
    ['POST /nothing HTTP/1.1\r\nAuthorization: Bearer reader-token\r\n', 404],
  ] as const)
    assert.match(await raw(door.port, `${start}${fits}`), new RegExp(`^HTTP/1\\.1 ${refused} `));
  const known = `POST /things HTTP/1.1\r\nAuthorization: Bearer reader-token\r\nConnection: close\r\n${fits}"x"`;
  assert.match(await raw(door.port, known), /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201 /);
});

test('H2: a body one byte over the cap of its route is 413, one that fits is read', async () => {
  await using door = await open();
  const thing = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2));
  assert.equal((await door.call('POST', '/things', as('reader'), thing(100))).status, 201);
  assert.equal((await door.call('POST', '/things', as('reader'), thing(101))).status, 413);
  assert.equal((await door.call('POST', '/echo', as('reader'), thing(65_536))).status, 200);
  assert.equal((await door.call('POST', '/echo', as('reader'), thing(65_537))).status, 413);
});

test('H3: what is no strict JSON is refused in the manner of the door, with the reason and never with what was sent', async () => {
  await using door = await open();
  const cases: readonly (readonly [string | Buffer, number, string])[] = [
    ['{"canary":', 400, 'about:not-json'],
    ['{"canary":1,"canary":2}', 400, 'about:not-json'],
    ['{"__proto__":{"canary":1}}', 400, 'about:not-json'],
    ['['.repeat(10_000) + ']'.repeat(10_000), 400, 'about:not-json'],
    [Buffer.from([0x22, 0xff, 0x22]), 400, 'about:not-utf8'],
  ];
  for (const [body, status, type] of cases) {
    const answer = await door.call('POST', '/echo', { 'content-type': 'application/json' }, body);
    assert.deepEqual([answer.status, answer.json.type], [status, type], String(body).slice(0, 30));
    assert.equal(answer.headers['content-type'], 'application/problem+json');
    assert.ok(!answer.body.includes('canary'));
  }
  for (const type of ['text/plain', 'application/json; charset=latin1', 'application/x-www-form-urlencoded']) {
    assert.equal((await door.call('POST', '/echo', { 'content-type': type }, '{}')).status, 415);
  }
  const packed = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  assert.equal((await door.call('POST', '/echo', packed, '{}')).status, 415);
  assert.ok('thing' in (await door.call('POST', '/things', as('reader'), '{')).json);
});

test('a caller over its limit is told when to come again, and the others go on', async () => {
  await using door = await open();
  assert.equal((await door.call('GET', '/things/1', as('slow'))).status, 200);
  const late = await door.call('GET', '/things/1', as('slow'));
  assert.equal(late.status, 429);
  assert.ok(Number(late.headers['retry-after']) >= 1);
  assert.equal((await door.call('GET', '/things/1', as('reader'))).status, 200);
});

test('a failure is answered with the id that stands in the log, and with nothing of its cause', async () => {
  const logged: { readonly id?: string; readonly route?: string }[] = [];
  const line = (_message: string, fields = {}) => void logged.push(fields);
  const log: Logger = { error: line, warn: line, info: line, debug: line, with: () => log };
  await using door = await open({ log });
  for (const path of ['/broken', '/unwritable']) {
    const answer = await door.call('GET', path);
    assert.equal(answer.status, 500);
    assert.ok(!answer.body.includes('canary'));
    assert.deepEqual([logged.at(-1)?.id, logged.at(-1)?.route], [answer.json.instance, path]);
  }
  const down = await door.call('GET', '/down');
  assert.equal(down.status, 503);
  assert.ok(Number(down.headers['retry-after']) > 0);
});

test('H14: too many wrong tokens from one network are told so, and a right one is never refused', async () => {
  const clock = makeTestClock();
  await using door = await open({ guesses: makeNetworkLimit({ count: 2, per: MINUTE }, clock), clock });
  const status = async (token: string) =>
    (await door.call('GET', '/things/1', { authorization: `Bearer ${token}` })).status;
  assert.deepEqual([await status('a'), await status('reader-tokem')], [401, 401]);
  const refused = await door.call('GET', '/things/1', { authorization: 'Bearer c' });
  assert.deepEqual([refused.status, refused.json.type], [429, 'about:guessing']);
  assert.ok(Number(refused.headers['retry-after']) > 0);
  assert.equal(await status('reader-token'), 200);
  assert.equal((await door.call('GET', '/things/1')).status, 401, 'no token is no guess');
  assert.equal((await door.call('GET', '/health')).status, 200);
});

test('strangers are one line in the log per minute, however often they come', async () => {
  const lines: object[] = [];
  const log: Logger = { ...silentLog, with: () => log, warn: (_message, fields) => void lines.push(fields ?? {}) };
  await using door = await open({ log });
  for (let n = 0; n < 3; n += 1) await door.call('GET', '/things/1', { authorization: 'Bearer x' });
  await door.clock.advance(MINUTE + SECOND);
  await door.call('GET', '/things/1');
  assert.deepEqual(lines, [
    { verdict: 'wrong', times: 1 },
    { verdict: 'missing', times: 3 },
  ]);
});
