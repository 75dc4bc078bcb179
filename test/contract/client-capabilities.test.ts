import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from '../support/ask.ts';
import { openTestClientApi } from '../support/client-api.ts';

const PATH = '/_matrix/client/v3/capabilities';

test('clients are told that passwords can be changed, and everything else as the homeserver said it', async () => {
  await using api = await openTestClientApi();
  const get = async (path: string, headers = {}) => {
    const { status, body, headers: all } = await ask(api.port, path, { headers });
    assert.equal(all['access-control-allow-origin'], '*');
    return [status, JSON.parse(body)] as const;
  };
  const answered = (status: number, body: unknown) => {
    api.homeserver.heal();
    api.homeserver.trouble({ on: 'capabilities', answer: { status, body } });
  };
  const others = { 'm.room_versions': { default: '11', available: { '11': 'stable' } }, 'org.example.x': { n: 7 } };
  answered(200, {
    capabilities: { ...others, 'm.change_password': { enabled: false, more: 1 } },
    'org.example.top': [1],
  });
  for (const path of [PATH, '/_matrix/client/r0/capabilities']) {
    assert.deepEqual(await get(path, { authorization: 'Bearer t' }), [
      200,
      { capabilities: { ...others, 'm.change_password': { enabled: true, more: 1 } }, 'org.example.top': [1] },
    ]);
    assert.deepEqual(
      [api.homeserver.calls.at(-1)?.path, api.homeserver.calls.at(-1)?.authorization],
      [path, 'Bearer t'],
    );
  }
  const missing = { errcode: 'M_MISSING_TOKEN', error: 'Missing access token' };
  answered(401, missing);
  assert.deepEqual(await get(PATH), [401, missing]);

  const away = [502, 'M_UNKNOWN'];
  for (const trouble of [
    { answer: { status: 503, body: '<html>' } },
    { answer: { status: 200, body: 'x'.repeat(200_000) } },
    { cut: 'before' as const },
    { endless: true },
  ]) {
    api.homeserver.heal();
    api.homeserver.trouble({ on: 'capabilities', ...trouble });
    const [status, body] = await get(PATH);
    assert.deepEqual([status, body.errcode], away, JSON.stringify(trouble).slice(0, 80));
  }
});
