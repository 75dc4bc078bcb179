import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anEmail } from '../../../test/contract/samples.ts';
import { startFakeHomeserver } from '../../../test/support/homeserver/fake-homeserver.ts';
import { makeTestClock } from '../../../test/support/test-clock.ts';
import { silentLog } from '../../kernel/log.ts';
import { type Localpart, parseUserId, type UserId } from '../../kernel/matrix-id.ts';
import { Secret } from '../../kernel/secret.ts';
import { openHomeserverClient } from '../open-client.ts';
import { synapseAdminApi } from './admin-api.ts';
import { makeUserStates } from './follow-accounts.ts';

const lena = 'lena' as Localpart;
const [OLD, NEW] = [anEmail('old@example.org'), anEmail('new@example.org')];

test('a changed address replaces the old one at Synapse: a phone number stays, and so does what another user has', async () => {
  await using fake = await startFakeHomeserver();
  await using client = await openHomeserverClient({
    ...{ clientUrl: fake.url, adminApi: synapseAdminApi(fake.url), asToken: new Secret('t') },
    ...{ sender: parseUserId('@porter:porter.test') as UserId, clock: makeTestClock(), log: silentLog },
  });
  const users = makeUserStates(client);
  const set = (has: readonly (typeof OLD)[], hasNot: readonly (typeof OLD)[]) =>
    users.setAddresses(lena, { has, hasNot }, new AbortController().signal);
  const phone = { medium: 'msisdn', address: '31612345678' };
  const begin = (owner: { readonly status: number; readonly body: object }, ...mails: readonly string[]) => {
    fake.heal();
    const threepids = [...mails.map((address) => ({ medium: 'email', address })), phone];
    fake.trouble({ on: 'PUT ', answer: { status: 200, body: {} } });
    fake.trouble({ on: '/threepid/', answer: owner });
    fake.trouble({ on: '/v2/users/', answer: { status: 200, body: { name: '@lena:porter.test', threepids } } });
  };
  const nobody = { status: 404, body: { errcode: 'M_NOT_FOUND' } };
  const put = () => fake.calls.filter(({ method }) => method === 'PUT').map(({ body }) => body);

  begin(nobody, OLD, 'other@example.org');
  assert.equal(await set([NEW], [OLD]), 'done');
  const kept = [{ medium: 'email', address: 'other@example.org' }, phone];
  assert.deepEqual(put(), [{ threepids: [...kept, { medium: 'email', address: NEW }] }]);
  begin(nobody, NEW);
  assert.equal(await set([NEW], [OLD]), 'done');
  assert.equal(put().length, 1, 'nothing is left to do');
  begin({ status: 200, body: { user_id: '@bo:porter.test' } }, OLD);
  assert.equal(await set([NEW], [OLD]), 'done');
  assert.deepEqual(put().at(-1), { threepids: [phone] });
  fake.heal();
  fake.trouble({ answer: nobody });
  assert.equal(await set([NEW], [OLD]), 'none');
});
