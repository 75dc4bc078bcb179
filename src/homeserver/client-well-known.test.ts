import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AddressResponse } from '../kernel/ask-address.ts';
import { readClientWellKnown } from './client-well-known.ts';

const said = (status: number, text: string, location?: string): AddressResponse => ({
  ...{ kind: 'answered', status, text, location, date: undefined },
});
const file = (base: unknown) => said(200, JSON.stringify({ 'm.homeserver': { base_url: base } }));

/** What is read, and what was asked for it. */
async function read(serverName: string, web: Readonly<Record<string, AddressResponse>>) {
  const asked: string[] = [];
  const found = await readClientWellKnown(serverName, async (url) => {
    asked.push(url);
    return web[url] ?? { kind: 'none', code: 'ENOTFOUND', why: 'name not found' };
  });
  return { found, asked };
}

test('the well-known file is looked up as clients do: without the port of the server name, and where it redirects to', async () => {
  const first = 'https://example.org/.well-known/matrix/client';
  const second = 'https://www.example.org/.well-known/matrix/client';
  const { found, asked } = await read('example.org:8448', {
    [first]: said(301, '', second),
    [second]: said(302, '', '/files/client.json'),
    'https://www.example.org/files/client.json': file('https://matrix.example.org/'),
  });
  assert.equal(found, 'https://matrix.example.org');
  assert.deepEqual(asked, [first, second, 'https://www.example.org/files/client.json']);
});

test('a redirect to http, a ring of redirects, and a file that names no address lead nowhere', async () => {
  const url = 'https://example.org/.well-known/matrix/client';
  const plain = 'http://example.org/client';
  const astray = await read('example.org', { [url]: said(302, '', plain), [plain]: file('https://a.example') });
  assert.deepEqual(astray, { found: undefined, asked: [url] });
  const ring = await read('example.org', { [url]: said(302, '', url) });
  assert.deepEqual([ring.found, ring.asked.length], [undefined, 4]);
  for (const base of [7, '', 'ftp://a.example', 'https://ada:secret@a.example', undefined]) {
    assert.equal((await read('example.org', { [url]: file(base) })).found, undefined, String(base));
  }
  assert.equal((await read('example.org', { [url]: said(404, '{}') })).found, undefined);
  assert.deepEqual(await read('porter.test', {}), { found: undefined, asked: [] });
});
