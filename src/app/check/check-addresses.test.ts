import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { askAddress } from '../../kernel/ask-address.ts';
import { parseConfig } from '../load-config.ts';
import { checkAddresses } from './check-addresses.ts';

describe('the addresses that newcomers are told are asked once each', () => {
  /** What the web of this test answers, by host and path; anything else is 404. */
  let pages: Readonly<Record<string, unknown>> = {};
  let asked: string[] = [];
  const server = createServer((req, res) => {
    const found = pages[String(req.headers['x-asked'])];
    const status = typeof found === 'number' ? found : found === undefined ? 404 : 200;
    const location = typeof found === 'string' ? { location: found } : {};
    res
      .writeHead(typeof found === 'string' ? 302 : status, location)
      .end(typeof found === 'object' ? JSON.stringify(found) : '');
  });
  before(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
  after(() => new Promise<void>((resolve) => void server.close(() => resolve())));

  /** Real requests; all names of this test lead to one server, which is told whom it stands for. Unknown hosts are not there. */
  async function ask(url: string) {
    asked.push(url);
    const { host, pathname } = new URL(url);
    const isThere = Object.keys(pages).some((page) => page.startsWith(`${host}/`));
    if (!isThere) return { kind: 'none', code: 'ENOTFOUND', why: 'name not found' } as const;
    const { port } = server.address() as AddressInfo;
    return askAddress(`http://127.0.0.1:${port}/`, { headers: { 'x-asked': `${host}${pathname}` } });
  }

  async function check(homeserver: string, site: string, web: Readonly<Record<string, unknown>>) {
    pages = { ...inside, ...web };
    asked = [];
    const { config, problems } = parseConfig(
      '/etc/porter/config.yaml',
      `homeserver: { url: "http://127.0.0.1:8008", serverName: example.org${homeserver} }
appservice: { registration: registration.yaml, listen: "127.0.0.1:8482" }
secrets: { key: k }
mail: { from: "Porter <porter@example.org>", smtp: "smtp://127.0.0.1:2525" }
site: { listen: "127.0.0.1:8480", publicUrl: "https://join.example.org"${site} }
registration: { room: "#team:example.org" }
`,
      0o600,
      {},
    );
    assert.deepEqual(problems, []);
    assert.ok(config);
    const lines = await checkAddresses(config, ask);
    assert.equal(new Set(asked).size, asked.length, asked.join(' '));
    return lines;
  }
  const codes = async (...of: Parameters<typeof check>) => (await check(...of)).map(({ code }) => code ?? 'fine');

  const versions = { versions: ['v1.1', 'v1.15'], unstable_features: { a: true } };
  const inside = { '127.0.0.1:8008/_matrix/client/versions': versions };
  const wellKnown = (base: string) => ({
    'example.org/.well-known/matrix/client': { 'm.homeserver': { base_url: base } },
  });
  const there = (host: string, said: unknown = versions) => ({ [`${host}/_matrix/client/versions`]: said });
  const publicUrl = ', publicUrl: "https://matrix.example.org"';

  test('a homeserver answers there, directly or by the well-known file: fine', async () => {
    assert.deepEqual(await codes(publicUrl, '', there('matrix.example.org')), ['fine']);
    assert.deepEqual(await codes('', '', there('example.org')), ['fine']);
    const led = { ...wellKnown('https://matrix.example.org/'), ...there('matrix.example.org') };
    assert.deepEqual(await codes('', '', led), ['fine']);
    assert.deepEqual(await codes(publicUrl, '', led), ['fine']);
    const behind = {
      'example.org/.well-known/matrix/client': 'https://www.example.org/.well-known/matrix/client',
      'www.example.org/.well-known/matrix/client': { 'm.homeserver': { base_url: 'https://matrix.example.org' } },
      ...there('matrix.example.org'),
    };
    assert.deepEqual(await codes('', '', behind), ['fine']);
  });

  test('no homeserver answers there: said, with what came and what to set instead', async () => {
    const [wrong] = await check(publicUrl, '', {});
    assert.equal(wrong?.code, 'addresses.log-in');
    assert.equal(wrong?.level, 'warn');
    assert.match(wrong?.sentence ?? '', /https:\/\/matrix\.example\.org \(homeserver\.publicUrl\).*name not found/);
    assert.match(wrong?.remedy ?? '', /Is matrix\.example\.org spelt right/);
    const [page] = await check('', '', { 'example.org/': {} });
    assert.match(page?.sentence ?? '', /\(homeserver\.publicUrl is not set\).*it answers 404/);
    const [instead] = await check(', publicUrl: "https://chat.example.org"', '', {
      ...{ 'chat.example.org/_matrix/client/versions': {} },
      ...{ ...wellKnown('https://matrix.example.org'), ...there('matrix.example.org') },
    });
    assert.match(instead?.sentence ?? '', /another page answers/);
    assert.match(instead?.remedy ?? '', /https:\/\/matrix\.example\.org: set homeserver\.publicUrl/);
  });

  test('another homeserver answers there, or the well-known file leads nowhere: said', async () => {
    const other = there('matrix.example.org', { versions: ['v1.1'] });
    assert.deepEqual(await codes(publicUrl, '', other), ['addresses.other-homeserver']);
    const astray = { ...wellKnown('https://old.example.org'), ...there('matrix.example.org') };
    assert.deepEqual(await codes(publicUrl, '', astray), ['addresses.well-known']);
    const nowhere = await check('', '', wellKnown('https://old.example.org'));
    assert.match(nowhere[0]?.sentence ?? '', /no homeserver answers at https:\/\/old\.example\.org: name not found/);
  });

  test('links that this configuration names are asked, those that Porter brings along are not', async () => {
    const site =
      ', howToUrl: "https://example.org/how", contact: "https://example.org/hello"' +
      ', legal: { terms: "https://example.org/terms", rules: { en: "Read (https://example.org/rules).", de: "https://example.org/terms" } }' +
      ', intro: "We sing: https://example.org/choir, and nothing else."' +
      ', clients: [{ name: Ours, url: "https://app.example.org/?server={server}" }]';
    const web = {
      ...there('matrix.example.org'),
      ...{ 'example.org/how': {}, 'example.org/hello': 403, 'example.org/terms': {} },
      ...{ 'example.org/rules': {}, 'example.org/choir': {} },
    };
    const [first, second, ...more] = await check(publicUrl, site, { ...web, 'app.example.org/': {} });
    assert.deepEqual([first?.level, second?.sentence, more], ['fine', '6 links of pages and letters answered.', []]);
    assert.ok(asked.includes('https://app.example.org/?server=example.org'));
    const wrong = await check(publicUrl, site, {
      ...there('matrix.example.org'),
      ...{ 'example.org/hello': 500, 'example.org/terms': {} },
    });
    assert.deepEqual(
      wrong.slice(1).map(({ code, sentence }) => [code, sentence.replace(/^.*?\((site\.[\w.]+)\)/, '$1')]),
      [
        ['addresses.link', 'site.howToUrl answers 404.'],
        ['addresses.link', 'site.clients.0 cannot be reached from here: name not found.'],
        ['addresses.link', 'site.intro answers 404.'],
        ['addresses.link', 'site.contact answers 500.'],
        ['addresses.link', 'site.legal.rules answers 404.'],
      ],
    );
    await check(publicUrl, '', there('matrix.example.org'));
    assert.deepEqual(
      asked.filter((url) => url.includes('element.io')),
      [],
    );
  });
});
