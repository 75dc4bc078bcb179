import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFakeHomeserver } from '../../../test/support/homeserver/fake-homeserver.ts';
import { makeTestClock } from '../../../test/support/test-clock.ts';
import { silentLog } from '../../kernel/log.ts';
import { parseUserId, type UserId } from '../../kernel/matrix-id.ts';
import { Secret } from '../../kernel/secret.ts';
import { openHomeserverClient } from '../open-client.ts';
import { synapseAdminApi } from './admin-api.ts';
import { makeSynapseSessions } from './sessions.ts';

const lena = parseUserId('@lena:porter.test') as UserId;

test('the other devices of a user are deleted; without any, and without such a user, nothing is', async () => {
  await using fake = await startFakeHomeserver();
  await using client = await openHomeserverClient({
    ...{ clientUrl: fake.url, adminApi: synapseAdminApi(fake.url), asToken: new Secret('t') },
    ...{ sender: parseUserId('@porter:porter.test') as UserId, clock: makeTestClock(), log: silentLog },
  });
  const sessions = makeSynapseSessions(client);
  const end = () => sessions.endOthers(lena, 'LAPTOP', new AbortController().signal);
  const listed = (...ids: readonly unknown[]) => {
    fake.heal();
    fake.trouble({ on: 'POST', answer: { status: 200, body: {} } });
    const devices = ids.map((id) => ({ device_id: id }));
    fake.trouble({ on: '/devices', answer: { status: 200, body: { devices, total: ids.length } } });
  };
  listed('PHONE', 'LAPTOP', 7, 'TABLET');
  assert.equal(await end(), 2);
  const { path, body } = fake.calls.at(-1) ?? {};
  assert.equal(decodeURIComponent(path ?? ''), '/_synapse/admin/v2/users/@lena:porter.test/delete_devices');
  assert.deepEqual(body, { devices: ['PHONE', 'TABLET'] });

  listed('LAPTOP');
  assert.equal(await end(), 0);
  assert.equal(fake.calls.at(-1)?.method, 'GET');

  // The answer to the first attempt was lost after Synapse had ended all of them: the repeat finds none and is done.
  fake.heal();
  fake.trouble({ on: 'POST', cut: 'after', answer: { status: 200, body: {} } });
  const devices = ['LAPTOP', 'PHONE'].map((id) => ({ device_id: id }));
  fake.trouble({ on: '/devices', answer: { status: 200, body: { devices, total: 2 } } });
  await assert.rejects(end(), { retryable: true, outcome: 'unknown' });
  assert.deepEqual(fake.calls.at(-1)?.body, { devices: ['PHONE'] });
  listed('LAPTOP');
  assert.equal(await end(), 0);

  fake.heal();
  fake.trouble({ answer: { status: 404, body: { errcode: 'M_NOT_FOUND' } } });
  assert.equal(await end(), 0);
  fake.heal();
  fake.trouble({ answer: { status: 502, body: '' } });
  await assert.rejects(end(), { code: 'homeserver.down', retryable: true });
});
