import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import net from 'node:net';
import { test } from 'node:test';
import { listening } from '../../../test/support/free-port.ts';
import { makeTestClock } from '../../../test/support/test-clock.ts';
import { Fault } from '../../kernel/fault.ts';
import { openConnection } from './open-connection.ts';

const HEADER = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='1' from='porter.test' version='1.0'>`;
const LOGIN = `<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>`;
const features = (inner: string): string => `<stream:features>${inner}</stream:features>`;

/** A server that says what a real one would not. Each text answers the next thing that the client sends; a function acts itself. */
async function startScript(...answers: readonly (string | ((socket: Socket) => void))[]) {
  const heard: string[] = [];
  const sockets: Socket[] = [];
  const server = net.createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    const left = [...answers];
    socket.on('data', (data) => {
      heard.push(data.toString('utf8'));
      const answer = left.shift();
      if (typeof answer === 'string') socket.write(answer);
      else answer?.(socket);
    });
  });
  await listening(server, 0);
  return {
    heard,
    port: (server.address() as net.AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function connect(port: number, { trusted = true, tls = false, signal = new AbortController().signal } = {}) {
  const server = { host: '127.0.0.1', port, tls };
  const account = {
    ...{
      service: { kind: 'address', ...server } as const,
      domain: 'porter.test',
      username: 'porter',
      resource: 'porter',
    },
    password: { reveal: () => 'canary-xmpp-00112233445566778899' },
  };
  const events = {
    stanza: () => undefined,
    kept: async () => undefined,
    acknowledged: () => undefined,
    lost: () => undefined,
  };
  const needs = { account, events, resume: undefined, clock: makeTestClock(), trustsClearText: () => trusted };
  const fault = await openConnection(server, needs, signal).then(
    () => assert.fail('connected'),
    (error: unknown) => error,
  );
  assert.ok(fault instanceof Fault, String(fault));
  return fault;
}

test('N6: over clear text nothing leaves, unless to a server that is trusted with it', async () => {
  await using script = await startScript(`${HEADER}${features(LOGIN)}`);
  const fault = await connect(script.port, { trusted: false });
  assert.deepEqual([fault.code, fault.retryable, fault.scope], ['xmpp.tls', false, 'channel']);
  assert.equal(script.heard.filter((text) => !text.includes('stream:stream')).length, 0);
});

test('N6: a server that lets Porter in without asking for a password is trusted no more than others', async () => {
  const bind = features(`<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='urn:xmpp:sm:3'/>`);
  await using script = await startScript(`${HEADER}${bind}`, (socket) => {
    const [, id] = /id="([^"]+)"/.exec(script.heard.at(-1) ?? '') ?? [];
    const jid = '<jid>porter@porter.test/porter</jid>';
    socket.write(`<iq type='result' id='${id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>${jid}</bind></iq>`);
  });
  assert.equal((await connect(script.port, { trusted: false })).code, 'xmpp.tls');
});

test('L8: whatever a server sends is a fault that passes, and ends nothing but the connection', async () => {
  for (const nonsense of [
    `${HEADER}</stream:features>`,
    `${HEADER}${features(LOGIN)}</nothing><more/>`,
    `${HEADER}<message from="@@//@">&unknown;</message>`,
    `${HEADER}<message from="a&#0;b"/>`,
    'HTTP/1.1 400 Bad Request\r\n\r\n',
    `${HEADER}</stream:stream><message/>`,
    `${HEADER}<stream:error><undefined-condition xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>`,
  ]) {
    await using script = await startScript((socket) => {
      socket.write(nonsense);
      // More of it, behind what the library has taken for the end.
      setImmediate(() => socket.write('<more/></stream:stream> &&& <'));
      setImmediate(() => socket.resetAndDestroy());
    });
    const fault = await connect(script.port);
    assert.deepEqual([fault.code, fault.retryable, fault.scope], ['xmpp.down', true, 'channel'], nonsense);
  }
});

test('L8: a connection that breaks at any moment of the login is a fault that passes', async () => {
  const proceed = `<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>`;
  const starttls = features(`<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>`);
  const success = `<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>`;
  const steps = [`${HEADER}${starttls}`, proceed];
  const login = [`${HEADER}${features(LOGIN)}`, success];
  for (const said of [[], steps.slice(0, 1), steps, login.slice(0, 1), login]) {
    for (const way of ['destroy', 'resetAndDestroy'] as const) {
      await using script = await startScript(...said, (socket) => socket[way]());
      const fault = await connect(script.port);
      assert.deepEqual([fault.code, fault.retryable], ['xmpp.down', true], `${way} after ${said.length}`);
    }
  }
});

test('N2: a login is given up at once when it is told to, in whatever state it is', async () => {
  for (const said of [[], [HEADER], [`${HEADER}${features(LOGIN)}`]]) {
    const stop = new AbortController();
    await using script = await startScript(...said, () => undefined);
    const connecting = connect(script.port, { signal: stop.signal });
    while (script.heard.length < Math.max(1, said.length)) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    assert.equal((await connecting).code, 'xmpp.down');
  }
  await using script = await startScript();
  assert.equal((await connect(script.port, { signal: AbortSignal.abort() })).code, 'xmpp.down');
  assert.deepEqual(script.heard, []);
});

test('TLS from the first byte where the server begins in clear text is told with what to write', async () => {
  await using script = await startScript(HEADER);
  const fault = await connect(script.port, { tls: true });
  assert.equal(fault.code, 'xmpp.tls');
  assert.match(fault.remedy ?? '', /write xmpp:\/\/ instead of xmpps:\/\//);
});

test('L1, L3: a server that sends the password back as the reason does not bring it into a fault', async () => {
  const said = 'canary-xmpp-00112233445566778899@porter.test';
  const failure = `<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/><text>${said}</text></failure>`;
  await using script = await startScript(`${HEADER}${features(LOGIN)}`, failure);
  const fault = await connect(script.port);
  assert.deepEqual([fault.code, fault.words], ['xmpp.login-refused', 'not-authorized']);
});
