import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AddressResponse } from '../kernel/ask-address.ts';
import { findHomeserver } from './find-homeserver.ts';

type Pages = Readonly<Record<string, string | number>>;

const wellKnown = 'https://example.org/.well-known/matrix/client';
const versions = (base: string) => ({ [`${base}/_matrix/client/versions`]: '{"versions":["v1.11","v1.12"]}' });

/** The web as these pages are it: a text is answered with 200, a number is a status, everything else does not answer. */
const ask =
  (pages: Pages) =>
  async (url: string): Promise<AddressResponse> => {
    const page = pages[url];
    if (page === undefined) return { kind: 'none', code: 'ECONNREFUSED', why: 'connection refused' };
    const [status, text] = typeof page === 'number' ? [page, 'x'] : [200, page];
    return { kind: 'answered', status, text, location: undefined, date: undefined };
  };

test('the published homeserver is found, without the slash at its end', async () => {
  const base = 'https://matrix.example.org';
  const file = JSON.stringify({
    'm.homeserver': { base_url: `${base}/` },
    'm.identity_server': { base_url: 'https://i' },
  });
  assert.deepEqual(await findHomeserver('example.org', ask({ [wellKnown]: file, ...versions(base) })), {
    ...{ ok: true, baseUrl: base, how: 'published', versions: ['v1.11', 'v1.12'] },
  });
  // The port of a server name is that of federation.
  assert.ok((await findHomeserver('example.org:8448', ask({ [wellKnown]: file, ...versions(base) }))).ok);
});

test('where nothing is published the homeserver is looked for under the name itself', async () => {
  const found = await findHomeserver('example.org', ask({ [wellKnown]: 404, ...versions('https://example.org') }));
  assert.ok(found.ok && found.how === 'guess' && found.baseUrl === 'https://example.org');
  const none = await findHomeserver('example.org', ask({ [wellKnown]: 404 }));
  assert.ok(!none.ok && /not there \(404\)/.test(none.sentence) && none.remedy !== '');
});

test('every failure of the file and of the homeserver behind it is told, with the next step', async () => {
  const file = (content: object | string) => ({
    [wellKnown]: typeof content === 'string' ? content : JSON.stringify(content),
  });
  const base = 'https://matrix.example.org';
  const right = { 'm.homeserver': { base_url: base } };
  const cases: readonly (readonly [Pages, RegExp])[] = [
    [{}, /cannot be read: connection refused/],
    [{ [wellKnown]: 500 }, /answers 500/],
    [{ [wellKnown]: 403 }, /answers 403/],
    [file(''), /names no homeserver/],
    [file('[]'), /names no homeserver/],
    [file('{"m.homeserver":7}'), /names no homeserver/],
    [file({ 'm.homeserver': {} }), /no web address/],
    [file({ 'm.homeserver': { base_url: 'matrix.example.org' } }), /no web address/],
    [file({ 'm.homeserver': { base_url: 'https://a:b@example.org' } }), /no web address/],
    [{ ...file({ ...right, 'm.identity_server': {} }), ...versions(base) }, /identity server without/],
    [file(right), /versions cannot be read/],
    [{ ...file(right), [`${base}/_matrix/client/versions`]: 404 }, /answers 404/],
    [{ ...file(right), [`${base}/_matrix/client/versions`]: '{}' }, /no homeserver/],
  ];
  for (const [pages, sentence] of cases) {
    const found = await findHomeserver('example.org', ask(pages));
    assert.ok(!found.ok, JSON.stringify(pages));
    assert.match(found.sentence, sentence);
    assert.ok(found.remedy !== '');
  }
});
