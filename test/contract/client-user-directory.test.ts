import assert from 'node:assert/strict';
import { test } from 'node:test';
import { userDirectoryPaths } from '../../src/doors/client-api/client-api-routes.ts';
import type { Localpart } from '../../src/kernel/matrix-id.ts';
import { ask } from '../support/ask.ts';
import { openTestClientApi, type TestClientApi, whoIs } from '../support/client-api.ts';
import { lena } from '../support/identity-door.ts';

const PATH = '/_matrix/client/v3/user_directory/search';

const answers = (api: TestClientApi, body: unknown, status = 200) =>
  api.homeserver.trouble({ on: 'user_directory', answer: { status, body } });

async function add({ keep }: TestClientApi, name: string, displayName: string, findableByName = true) {
  const wanted = { ...lena, localpart: name as Localpart, displayName, addresses: [], password: undefined };
  assert.ok((await keep.add({ ...wanted, findableByName }, 'porter')).ok);
}

test('people here who agreed come first, then whom the homeserver found; each once, and at most as many as asked for', async () => {
  await using api = await openTestClientApi();
  await add(api, 'ortega', 'Ana Ortega');
  await add(api, 'hidden', 'Otto Ortlieb', false);
  await add(api, 'gone', 'Ina Orth');
  await api.keep.suspend('gone' as Localpart, 'porter');
  const theirs = [
    { user_id: '@ort:elsewhere.example', display_name: 'Ort', avatar_url: 'mxc://elsewhere.example/1' },
    { user_id: '@lena:example.org', display_name: 'Lena O.', avatar_url: 'mxc://example.org/2' },
  ];
  answers(api, { limited: false, results: theirs });
  const both = [{ user_id: '@ortega:example.org', display_name: 'Ana Ortega' }, theirs[1], theirs[0]];
  for (const path of userDirectoryPaths) {
    const { status, json } = await api.post(path, { search_term: 'ort' });
    assert.equal(status, 200);
    assert.equal(json['limited'], false);
    const results = json['results'] as readonly { readonly user_id: string }[];
    assert.deepEqual(new Set(results), new Set(both), path);
    assert.equal(results.at(-1)?.user_id, '@ort:elsewhere.example');
    const asked = api.homeserver.calls.at(-1);
    assert.deepEqual([asked?.path, asked?.authorization], [path, 'Bearer lenas-token']);
    assert.deepEqual(asked?.body, { search_term: 'ort', limit: 10 });
  }
  const { json: one } = await api.post(PATH, { search_term: 'ort', limit: 1 });
  assert.deepEqual([one['limited'], (one['results'] as readonly unknown[]).length], [true, 1]);
  await api.post(PATH, { search_term: 'ort', limit: 1_000 });
  assert.deepEqual(api.homeserver.calls.at(-1)?.body, { search_term: 'ort', limit: 50 });
  const { json: nobody } = await api.post(PATH, { search_term: '%' });
  assert.deepEqual(nobody['results'], theirs, 'signs of a pattern language find nobody here');
});

test('H12: without a token that the homeserver knows nobody is told anything', async () => {
  await using api = await openTestClientApi();
  answers(api, { limited: false, results: [] });
  const missing = await api.post(PATH, { search_term: 'ort' }, {});
  assert.deepEqual([missing.status, missing.json['errcode']], [401, 'M_MISSING_TOKEN']);
  api.homeserver.heal();
  api.homeserver.trouble(whoIs({ errcode: 'M_UNKNOWN_TOKEN', error: 'Unknown' }, 401));
  const unknown = await api.post(PATH, { search_term: 'ort' });
  assert.deepEqual([unknown.status, unknown.json['errcode']], [401, 'M_UNKNOWN_TOKEN']);
  assert.deepEqual(unknown.json['results'], undefined);
});

test('H3: what is no search is refused, the homeserver’s refusal is passed on, and its silence is told', async () => {
  await using api = await openTestClientApi();
  answers(api, { limited: false, results: [] });
  for (const [body, errcode] of [
    [{}, 'M_MISSING_PARAM'],
    [{ search_term: 7 }, 'M_MISSING_PARAM'],
    [{ search_term: 'ort', limit: 'ten' }, 'M_INVALID_PARAM'],
    [{ search_term: 'ort', limit: -1 }, 'M_INVALID_PARAM'],
    ['no JSON', 'M_NOT_JSON'],
    ['{"search_term":"a","search_term":"b"}', 'M_NOT_JSON'],
    [[], 'M_BAD_JSON'],
  ] as const) {
    const { status, json } = await api.post(PATH, body);
    assert.deepEqual([status, json['errcode']], [400, errcode], JSON.stringify(body));
  }
  const large = await api.post(PATH, { search_term: 'x'.repeat(70_000) });
  assert.equal(large.status, 413);
  assert.equal((await ask(api.port, PATH)).status, 405);

  const whoami = whoIs({ user_id: '@lena:example.org', device_id: 'LAPTOP' });
  for (const [trouble, expected] of [
    [{ answer: { status: 403, body: { errcode: 'M_FORBIDDEN', error: 'no' } } }, [403, 'M_FORBIDDEN']],
    [{ answer: { status: 502, body: '<html>' } }, [502, 'M_UNKNOWN']],
    [{ cut: 'before' as const }, [502, 'M_UNKNOWN']],
  ] as const) {
    api.homeserver.heal();
    api.homeserver.trouble(whoami);
    api.homeserver.trouble({ on: 'user_directory', ...trouble });
    const { status, json } = await api.post(PATH, { search_term: 'ort' });
    assert.deepEqual([status, json['errcode']], expected);
  }
});

test('one user cannot search without end, and others still can', async () => {
  await using api = await openTestClientApi();
  answers(api, { limited: false, results: [] });
  const search = () => api.post(PATH, { search_term: 'ort' });
  for (let n = 0; n < 100; n += 1) assert.equal((await search()).status, 200);
  const { status, json } = await search();
  assert.deepEqual([status, json['errcode'], typeof json['retry_after_ms']], [429, 'M_LIMIT_EXCEEDED', 'number']);
  api.homeserver.heal();
  api.homeserver.trouble(whoIs({ user_id: '@bo:example.org', device_id: 'PHONE' }));
  answers(api, { limited: false, results: [] });
  assert.equal((await search()).status, 200);
});
