import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { clientDocument } from '../../src/doors/client-api/describe.ts';
import { MINUTE } from '../../src/kernel/clock.ts';
import { ask } from '../support/ask.ts';
import { openTestClientApi, type TestClientApi, whoIs } from '../support/client-api.ts';
import { PASSWORD } from '../support/identity-door.ts';
import { mutate } from '../support/mutate.ts';
import { readOpenApi } from '../support/openapi.ts';

const api = readOpenApi(clientDocument);
const NEW = 'quiet-Harbour-41-lantern';
const auth = { type: 'm.login.password', identifier: { type: 'm.id.user', user: '@lena:example.org' } };
const right = { authorization: 'Bearer lenas-token', 'content-type': 'application/json' };

/** A request that each kind of path answers with 200. */
function good(path: string): { readonly method: 'GET' | 'POST'; readonly body?: object } {
  if (path.includes('password'))
    return { method: 'POST', body: { new_password: NEW, auth: { ...auth, password: PASSWORD } } };
  if (path.includes('user_directory')) return { method: 'POST', body: { search_term: 'ort' } };
  return { method: 'GET' };
}

const theirs = {
  capabilities: { capabilities: { 'm.change_password': { enabled: false } } },
  user_directory: { limited: false, results: [] },
};

function heal(door: TestClientApi): void {
  door.homeserver.heal();
  for (const [on, body] of Object.entries(theirs)) door.homeserver.trouble({ on, answer: { status: 200, body } });
  door.homeserver.trouble(whoIs({ user_id: '@lena:example.org', device_id: 'LAPTOP', is_guest: false }));
}

test('H4: every status of every path is answered, is what the document says, and nothing else is', async () => {
  const seen = new Set<string>();
  for (const path of Object.keys(api.paths)) {
    await using door = await openTestClientApi();
    const { method, body } = good(path);
    const send = async (more: { readonly body?: unknown; readonly method?: string } = {}) => {
      const sent = { method, body, ...more };
      const text = typeof sent.body === 'string' ? sent.body : JSON.stringify(sent.body);
      const answer = await ask(door.port, path, {
        ...{ method: sent.method, headers: right },
        ...(text === undefined || sent.method === 'GET' ? {} : { body: text }),
      });
      seen.add(`${method.toLowerCase()} ${path} ${answer.status}`);
      api.holds(method.toLowerCase(), path, answer);
      return answer;
    };
    heal(door);
    await send({ method: 'DELETE' });
    if (path === '/v1/openapi.json') {
      assert.deepEqual(JSON.parse((await send()).body), JSON.parse(JSON.stringify(clientDocument)));
      continue;
    }
    const refusals = [
      { errcode: 'M_UNKNOWN_TOKEN', error: 'Unknown', status: 401 },
      { errcode: 'M_FORBIDDEN', error: 'No', status: 403 },
      { errcode: '', error: '', status: 502 },
    ];
    for (const { status, ...said } of refusals) {
      door.homeserver.heal();
      door.homeserver.trouble({ answer: { status, body: status === 502 ? '<html>' : said } });
      assert.equal((await send()).status, status);
    }
    heal(door);
    if (method === 'POST') {
      await send({ body: 'no JSON' });
      await send({ body: `{"x":"${'x'.repeat(70_000)}"}` });
      if (path.includes('password')) {
        assert.match((await send({ body: { new_password: NEW } })).body, /"session"/);
        assert.match(
          (await send({ body: { new_password: NEW, auth: { ...auth, password: 'wrong' } } })).body,
          /"errcode"/,
        );
      }
    }
    assert.equal((await send()).status, 200, path);
    for (let n = 0; method === 'POST' && n < 100; n += 1) if ((await send({ body: '{}' })).status === 429) break;
  }
  const told = api.told.filter((place) => !place.endsWith(' default'));
  assert.deepEqual([...seen].toSorted(), told.toSorted());
});

test('H4: the paths and methods of the document are those of the code', async () => {
  await using door = await openTestClientApi();
  const ofCode = door.routes
    .filter(({ method }) => method !== 'OPTIONS')
    .map(({ method, path }) => `${method} ${path.replace(/^\*/, '')}`);
  const ofDocument = Object.entries(api.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  assert.deepEqual(ofDocument.toSorted(), ofCode.toSorted());
});

test('H4: browsers may ask about every path of clients', async () => {
  await using door = await openTestClientApi();
  for (const path of Object.keys(api.paths).filter((each) => each !== '/v1/openapi.json')) {
    const answer = await ask(door.port, path, { method: 'OPTIONS' });
    assert.deepEqual([answer.status, answer.headers['access-control-allow-origin']], [200, '*'], path);
  }
});

test('H4: whatever is one change away from a right request gets an answer that the document tells of', async () => {
  await using door = await openTestClientApi();
  heal(door);
  const paths = Object.keys(api.paths).filter((path) => good(path).method === 'POST');
  await fc.assert(
    fc.asyncProperty(
      ...[fc.constantFrom(...paths), fc.array(fc.nat(9), { maxLength: 3 }), fc.jsonValue({ maxDepth: 3 })],
      async (path, at, into) => {
        // Beyond the limits of one user, which have a test of their own.
        await door.opened.clock.advance(MINUTE);
        const answer = await door.post(path, mutate(good(path).body, at, into) ?? 'null');
        assert.ok(answer.status < 500, answer.body);
        api.holds('post', path, answer);
      },
    ),
    { numRuns: 200 },
  );
});
