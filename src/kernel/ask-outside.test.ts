import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { askOutside, type Guard, LONGEST_RESPONSE, publicOnly } from './ask-outside.ts';

async function serve(respond: RequestListener) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.headers.host}${request.url}`);
    respond(request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    asked,
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Lets this one address through, as if it were a public one; `names` resolve to these, one list after the other. */
const guard = (names: Readonly<Record<string, readonly (readonly string[])[]>> = {}): Guard => {
  const times = new Map<string, number>();
  return {
    isAllowed: (address) => address === '127.0.0.1',
    clearText: true,
    async resolve(host) {
      const turn = times.get(host) ?? 0;
      times.set(host, turn + 1);
      const lists = names[host] ?? [];
      return (lists[Math.min(turn, lists.length - 1)] ?? []).map((address) => ({ address, family: 4 }));
    },
  };
};
const codeOf = async (...asked: Parameters<typeof askOutside>): Promise<string> => {
  const response = await askOutside(...asked);
  return response.kind === 'none' ? response.code : String(response.status);
};

test('V14: every spelling of an address that is not public is refused before anything is connected', async () => {
  await using server = await serve((_, response) => response.end());
  const { port } = server;
  for (const host of [
    ...['127.0.0.1', 'localhost', '127.1', '2130706433', '0x7f000001', '017700000001', '0', '[::1]', '[::]'],
    ...['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[64:ff9b::7f00:1]', '169.254.169.254', '10.0.0.1', '192.168.0.1'],
    ...['[fe80::1]', '[fd00::1]', '127。0。0。1'],
  ]) {
    assert.equal(await codeOf(`https://${host}:${port}/`, publicOnly), 'NOT_ALLOWED', host);
  }
  assert.deepEqual(server.asked, []);
});

test('V14: clear text, other schemes, log-ins and ports of the system are refused', async () => {
  for (const url of [
    ...['http://example.org/', 'ftp://example.org/', 'file:///etc/passwd', 'gopher://example.org/', 'nonsense', ''],
    ...['https://user:word@example.org/', 'https://example.org:25/', 'https://example.org:22/'],
  ]) {
    assert.equal(await codeOf(url, publicOnly), 'NOT_ALLOWED', url);
  }
});

test('N8: a name of which one address is not public is refused, and the checked address is the connected one', async () => {
  await using server = await serve((_, response) => response.end('here'));
  const url = `http://name.test:${server.port}/`;
  assert.equal(await codeOf(url, guard({ 'name.test': [['127.0.0.1', '10.0.0.1']] })), 'NOT_ALLOWED');
  assert.equal(await codeOf(url, guard({ 'name.test': [[]] })), 'NOT_ALLOWED');
  assert.deepEqual(server.asked, []);
  // The second answer of the name server would lead elsewhere: it is never asked for the same connection.
  assert.equal(await codeOf(url, guard({ 'name.test': [['127.0.0.1'], ['127.0.0.2']] })), '200');
  assert.deepEqual(server.asked, [`name.test:${server.port}/`]);
});

test('V14: a redirect is followed, and checked as the first address was', async () => {
  await using server = await serve((request, response) => {
    const to = { '/near': '/there', '/far': 'http://127.0.0.2:1/', '/name': `http://moved.test:${server.port}/there` };
    const location = to[request.url as keyof typeof to] ?? (request.url === '/ring' ? '/ring' : undefined);
    response.writeHead(location === undefined ? 200 : 302, location === undefined ? {} : { location }).end('body');
  });
  const base = `http://127.0.0.1:${server.port}`;
  assert.equal(await codeOf(`${base}/near`, guard()), '200');
  assert.equal(await codeOf(`${base}/far`, guard()), 'NOT_ALLOWED');
  assert.equal(await codeOf(`${base}/name`, guard({ 'moved.test': [['10.0.0.1']] })), 'NOT_ALLOWED');
  assert.equal(await codeOf(`${base}/name`, guard({ 'moved.test': [['127.0.0.1']] })), '200');
  assert.equal(await codeOf(`${base}/ring`, guard()), '302');
  assert.equal(server.asked.filter((path) => path.endsWith('/ring')).length, 4);
  // What was sent with a POST goes nowhere else.
  assert.equal(await codeOf(`${base}/near`, guard(), { method: 'POST', body: 'secret' }), '302');
});

test('V14: a response that is too long is an error, however it comes', async () => {
  await using server = await serve((request, response) => {
    const size = request.url === '/fits' ? LONGEST_RESPONSE : 10 * LONGEST_RESPONSE;
    response.end('x'.repeat(size));
  });
  assert.equal(await codeOf(`http://127.0.0.1:${server.port}/`, guard()), 'TOO_LONG');
  const fits = await askOutside(`http://127.0.0.1:${server.port}/fits`, guard());
  assert.ok(fits.kind === 'answered' && fits.text.length === LONGEST_RESPONSE);
});
