import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeAuthority } from '../support/certificates.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { installPasswordModule, runAccounts, startAccountsPorter } from '../support/local-accounts.ts';
import { startMail } from '../support/mail.ts';
import { askMatrix, logIn } from '../support/matrix-user.ts';
import { needs } from '../support/needs.ts';
import { startNginx } from '../support/nginx.ts';
import { startSynapse } from '../support/synapse.ts';

const FIRST = 'Correct-Horse-7-Battery';
const SECOND = 'quiet-Harbour-41-lantern';
const THIRD = 'violet-Kettle-88-monsoon';
const PASSWORD = '/_matrix/client/v3/account/password';

describe('a password that is changed in a Matrix client, by a real nginx', needs('synapse', 'nginx'), () => {
  test('in one step and in two; other sessions end, and the person gets a letter', async () => {
    const listen = `127.0.0.1:${await freePort()}`;
    await using mail = await startMail();
    await using synapse = await startSynapse();
    const admin = await synapse.registerAdmin();
    await using porter = await startAccountsPorter({ synapse, mail, listen, admin });
    await runAccounts(porter, 'add lena --email lena@example.org --password-stdin --display-name Lena', `${FIRST}\n`);
    await installPasswordModule(synapse, porter, listen);

    const port = await freePort();
    const authority = makeAuthority();
    const toPorter = `proxy_pass ${porter.site}; proxy_set_header Host $host; proxy_set_header X-Forwarded-For $remote_addr;`;
    await using _nginx = await startNginx({
      at: { host: '127.0.0.1', port },
      pair: authority.issue('matrix.porter.test', 2),
      servers: `server { listen 127.0.0.1:${port};
        location ~ ^/_matrix/client/(r0|v3|unstable)/account/password$ { ${toPorter} }
        location ~ ^/_matrix/client/(r0|v3)/capabilities$ { ${toPorter} }
        location ~ ^/_matrix/client/(r0|v3)/user_directory/search$ { ${toPorter} }
        location / { proxy_pass ${synapse.url}; proxy_set_header Host $host; } }`,
    });
    const matrix = `http://127.0.0.1:${port}`;
    const lena = synapse.userId('lena');
    const token = async (password: string) => (await logIn(matrix, 'lena', password)).accessToken;
    const isIn = async (of: string) =>
      (await askMatrix(matrix, 'GET', '/_matrix/client/v3/account/whoami', { token: of })).status === 200;
    const ended = (of: string) =>
      eventually(async () => !(await isIn(of)), { timeoutMs: 60_000, what: 'the session to end' });

    const [laptop, phone] = [await token(FIRST), await token(FIRST)];
    const { body: told } = await askMatrix(matrix, 'GET', '/_matrix/client/v3/capabilities', { token: laptop });
    assert.deepEqual((told['capabilities'] as Record<string, unknown>)['m.change_password'], { enabled: true });

    // They share no room, so Synapse alone finds neither of them for the other.
    const search = async (from: string, term: string) => {
      const path = '/_matrix/client/v3/user_directory/search';
      const { body: found } = await askMatrix(from, 'POST', path, {
        ...{ token: admin.accessToken, body: { search_term: term, limit: 5 } },
      });
      return (found['results'] as readonly { readonly user_id: string }[]).map(({ user_id }) => user_id);
    };
    assert.deepEqual(await search(synapse.url, 'lena'), []);
    assert.deepEqual(await search(matrix, 'lena'), [lena]);
    assert.deepEqual(await search(matrix, 'nobody'), []);

    // As Element sends it.
    const auth = {
      ...{ type: 'm.login.password', identifier: { type: 'm.id.user', user: lena } },
      ...{ user: lena, password: FIRST },
    };
    const change = (as: string, body: object) => askMatrix(matrix, 'POST', PASSWORD, { token: as, body });
    assert.equal((await change(laptop, { new_password: SECOND, auth: { ...auth, password: THIRD } })).status, 401);
    const changed = await change(laptop, { new_password: SECOND, logout_devices: false, auth });
    assert.deepEqual(changed, { status: 200, body: {} });
    await assert.rejects(token(FIRST));
    const tablet = await token(SECOND);
    assert.deepEqual([await isIn(laptop), await isIn(phone)], [true, true]);

    const { status, body } = await change(tablet, { new_password: THIRD });
    assert.equal(status, 401);
    const second = { ...auth, password: SECOND, session: body['session'] };
    assert.deepEqual(await change(tablet, { auth: second }), { status: 200, body: {} });
    await Promise.all([ended(laptop), ended(phone)]);
    assert.equal(await isIn(tablet), true);
    await assert.rejects(token(SECOND));
    assert.equal(await isIn(await token(THIRD)), true);
    assert.equal((await change(laptop, { new_password: FIRST, auth })).body['errcode'], 'M_UNKNOWN_TOKEN');

    const letters = await eventually(() => mail.lettersTo('lena@example.org').length === 2 && mail.letters, {
      ...{ timeoutMs: 60_000, what: 'both letters' },
    });
    for (const { subject, text } of letters) {
      assert.match(subject, /your password was changed/);
      assert.ok(text.includes(lena), text);
    }
    assert.doesNotMatch(`${await synapse.log()}${await porter.output()}`, /Horse|Harbour|Kettle/);
  });
});
