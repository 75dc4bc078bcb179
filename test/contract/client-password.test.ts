import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passwordPaths } from '../../src/doors/client-api/client-api-routes.ts';
import { MINUTE, SECOND } from '../../src/kernel/clock.ts';
import type { Localpart } from '../../src/kernel/matrix-id.ts';
import { refuse } from '../../src/kernel/outcome.ts';
import { ask } from '../support/ask.ts';
import { openTestClientApi, type TestClientApi, whoIs } from '../support/client-api.ts';
import { PASSWORD } from '../support/identity-door.ts';

const PATH = '/_matrix/client/v3/account/password';
const NEW = 'quiet-Harbour-41-lantern';
const lenas = { type: 'm.id.user', user: '@lena:example.org' };
const auth = (more: object = {}) => ({ type: 'm.login.password', identifier: lenas, password: PASSWORD, ...more });
/** What follows from a change. */
const kindsOf = async ({ opened }: TestClientApi) =>
  (await opened.storage.desk.list({ limit: 10 })).map(({ kind }) => kind).toSorted();
const flows = [{ stages: ['m.login.password'] }];

test('one request changes the password, at every path, however a client names its user', async () => {
  const element = { ...auth(), user: '@lena:example.org' };
  const byMail = { type: 'm.id.thirdparty', medium: 'email', address: 'Lena@Example.org' };
  for (const [path, given] of [
    [PATH, element],
    ['/_matrix/client/r0/account/password', { type: 'm.login.password', user: 'lena', password: PASSWORD }],
    ['/_matrix/client/unstable/account/password', { ...element, identifier: undefined }],
    [PATH, auth({ identifier: { type: 'm.id.user', user: 'lena' } })],
    ['/mxbot/internal/intercept_change_password.php', auth({ identifier: byMail })],
    [`${PATH}?access_token=lenas-token`, auth()],
  ] as const) {
    await using api = await openTestClientApi();
    const headers = path.includes('?') ? {} : undefined;
    const { status, body } = await api.post(path, { new_password: NEW, auth: given }, headers);
    assert.deepEqual([status, body], [200, '{}\n'], path);
    assert.deepEqual([await api.isPassword(NEW), await api.isPassword(PASSWORD)], [true, false]);
    assert.equal(api.homeserver.calls[0]?.authorization, 'Bearer lenas-token');
    const entries = await api.opened.storage.accounts.audit('lena' as Localpart);
    assert.deepEqual(await kindsOf(api), ['accounts.end-sessions', 'accounts.tell-password-changed']);
    assert.deepEqual([entries.at(-1)?.what, entries.at(-1)?.by], ['set-password', '@lena:example.org']);
  }
});

test('two requests do: the first holds the new password, the second may hold nothing but the old one', async () => {
  await using api = await openTestClientApi();
  const first = await api.post(PATH, { new_password: NEW, logout_devices: false });
  assert.equal(first.status, 401);
  const { session, ...rest } = first.json;
  assert.deepEqual(rest, { flows, params: {}, completed: [] });
  const wrong = await api.post(PATH, { auth: auth({ session, password: 'not-it' }) });
  assert.equal(wrong.status, 401);
  assert.deepEqual([wrong.json['session'], wrong.json['errcode']], [session, 'M_FORBIDDEN']);
  const other = await api.post(PATH, { auth: { type: 'm.login.sso', session } });
  assert.deepEqual([other.status, other.json['session'], other.json['errcode']], [401, session, 'M_UNRECOGNIZED']);
  assert.equal((await api.post(PATH, { auth: auth({ session }) })).status, 200);
  assert.deepEqual([await api.isPassword(NEW), await api.isPassword(PASSWORD)], [true, false]);
  // Only the letter: no session ends, as the first request said.
  assert.deepEqual(await kindsOf(api), ['accounts.tell-password-changed']);
  // Used up.
  assert.equal((await api.post(PATH, { auth: auth({ session, password: NEW }) })).json['errcode'], 'M_MISSING_PARAM');
});

test('a session is bound to its user and path, and ends after 15 minutes', async () => {
  await using api = await openTestClientApi();
  const open = async () => (await api.post(PATH, { new_password: NEW })).json['session'];
  const session = await open();
  const missing = [400, 'M_MISSING_PARAM'];
  const used = async (path: string, id: unknown) => {
    const { status, json } = await api.post(path, { auth: auth({ session: id }) });
    return [status, json['errcode']];
  };
  assert.deepEqual(await used('/_matrix/client/r0/account/password', session), missing);
  api.homeserver.heal();
  api.homeserver.trouble(whoIs({ user_id: '@bo:example.org', device_id: 'PHONE' }));
  assert.deepEqual(await used(PATH, session), missing);
  api.homeserver.heal();
  api.homeserver.trouble(whoIs({ user_id: '@lena:example.org', device_id: 'LAPTOP' }));
  await api.opened.clock.advance(15 * MINUTE);
  assert.deepEqual(await used(PATH, session), missing);
  // One client that begins again and again forgets its own beginnings, and memory has an end.
  const kept = await open();
  for (let n = 0; n < 5; n += 1) await open();
  assert.deepEqual(await used(PATH, kept), missing);
});

test('a weak new password is refused in words that the person can read, before the old one counts', async () => {
  await using api = await openTestClientApi();
  for (const [password, language, words] of [
    ['short', 'en', /at least 10 characters/],
    ['short', 'de-AT,de;q=0.9', /mindestens 10 Zeichen/],
    ['lena@example.org', 'en', /your own name or address/],
    ['x'.repeat(1_001), 'en', /too long/],
  ] as const) {
    for (const given of [undefined, auth()]) {
      const headers = { authorization: 'Bearer lenas-token', 'accept-language': language };
      const { status, json } = await api.post(PATH, { new_password: password, auth: given }, headers);
      assert.deepEqual([status, json['errcode']], [400, 'M_WEAK_PASSWORD'], password);
      assert.match(String(json['error']), words);
    }
  }
  assert.equal(await api.isPassword(PASSWORD), true);
});

test('S14: guessing here pauses the account for a short time, with the time in the answer', async () => {
  await using api = await openTestClientApi();
  const change = (password: string) => api.post(PATH, { new_password: NEW, auth: auth({ password }) });
  for (let n = 0; n < 5; n += 1) assert.equal((await change('guess')).status, 401);
  const { status, headers, json } = await change(PASSWORD);
  assert.deepEqual([status, json['errcode'], headers['retry-after']], [429, 'M_LIMIT_EXCEEDED', '20']);
  assert.equal(json['retry_after_ms'], 20_000);
  await api.opened.clock.advance(21 * SECOND);
  assert.equal((await change(PASSWORD)).status, 200);
});

test('S13: while too many passwords wait to be hashed, clients are told when to come back', async () => {
  const busy = { verify: async () => 'busy' as const, hash: async () => refuse('busy') };
  await using api = await openTestClientApi({ passwords: busy });
  for (const given of [undefined, auth()]) {
    const { status, headers, json } = await api.post(PATH, { new_password: NEW, auth: given });
    assert.deepEqual([status, json['errcode'], headers['retry-after']], [429, 'M_LIMIT_EXCEEDED', '2']);
  }
});

test('only a person of our own server may, as the homeserver says whose token it is', async () => {
  await using api = await openTestClientApi();
  const body = { new_password: NEW, auth: auth() };
  const away = [502, 'M_UNKNOWN'];
  for (const [trouble, told] of [
    [whoIs({ errcode: 'M_UNKNOWN_TOKEN', error: 'x', soft_logout: true }, 401), [401, 'M_UNKNOWN_TOKEN']],
    [whoIs({ errcode: 'M_LIMIT_EXCEEDED', error: 'x' }, 429), [429, 'M_LIMIT_EXCEEDED']],
    [whoIs({ user_id: '@lena:example.org', device_id: 'X', is_guest: true }), [403, 'M_FORBIDDEN']],
    [whoIs({ user_id: '@lena:example.org' }), [403, 'M_FORBIDDEN']],
    [whoIs({ user_id: '@lena:evil.example', device_id: 'X' }), [403, 'M_FORBIDDEN']],
    [whoIs({ user_id: '@bo:example.org', device_id: 'X' }), [403, 'M_FORBIDDEN']],
    [whoIs({}, 503), away],
    [whoIs({}), away],
    [{ on: 'whoami', cut: 'before' as const }, away],
    [{ on: 'whoami', endless: true }, away],
  ] as const) {
    api.homeserver.heal();
    api.homeserver.trouble(trouble);
    const { status, json } = await api.post(PATH, body);
    assert.deepEqual([status, json['errcode']], told, JSON.stringify(trouble));
  }
  assert.equal(await api.isPassword(PASSWORD), true);
  const without = (sent: unknown) => api.post(PATH, sent, {});
  assert.equal((await without(body)).json['errcode'], 'M_MISSING_TOKEN');
  const { status, json } = await without({ new_password: NEW, auth: { type: 'm.login.email.identity' } });
  assert.deepEqual([status, json['flows']], [401, flows]);
  const odd = await api.post(PATH, body, { authorization: 'Bearer t\u00f6ken' });
  assert.deepEqual([odd.status, odd.json['errcode']], [401, 'M_UNKNOWN_TOKEN']);
});

test('a suspended account changes nothing, and is told nothing of it', async () => {
  await using api = await openTestClientApi();
  const { accounts } = api.opened.storage;
  const change = { from: ['active'], to: 'suspended' } as const;
  await accounts.setState('lena' as Localpart, change, { by: 'porter', at: api.opened.clock.now() });
  const { status, json } = await api.post(PATH, { new_password: NEW, auth: auth() });
  assert.deepEqual([status, json['errcode']], [401, 'M_FORBIDDEN']);
  assert.equal(await api.isPassword(PASSWORD), true);
});

test('H2 H3: what cannot be read is refused with an error code', async () => {
  await using api = await openTestClientApi();
  const nested = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
  for (const body of ['', '{', nested, '[]', 'null', '7', '{"new_password":1}', '{"a":1,"a":2}', '{"__proto__":{}}']) {
    const { status, json } = await api.post(PATH, body);
    assert.equal(status, 400, body);
    assert.match(String(json['errcode']), /^M_(NOT_JSON|BAD_JSON)$/, body);
  }
  for (const body of [{}, { auth: auth() }, { new_password: null }])
    assert.match(String((await api.post(PATH, body)).json['errcode']), /^M_(MISSING_PARAM|BAD_JSON)$/);
  for (const broken of [
    7,
    'x',
    [],
    { type: 'm.login.password' },
    auth({ identifier: { type: 'm.id.user', user: 7 } }),
  ]) {
    const { status } = await api.post(PATH, { new_password: NEW, auth: broken });
    assert.equal(status, 400, JSON.stringify(broken));
  }
  for (const user of ['@lena:evil.example', 'bo', '', '@\0:example.org'])
    assert.equal(
      (await api.post(PATH, { new_password: NEW, auth: auth({ identifier: { ...lenas, user } }) })).status,
      403,
    );
  assert.equal((await api.post(PATH, { new_password: NEW, logout_devices: 'no', auth: auth() })).status, 400);
  assert.equal((await api.post(PATH, `"${'x'.repeat(65_536)}"`)).status, 413);
  assert.equal(await api.isPassword(PASSWORD), true);
});

test('every answer is one that a client in a browser may read', async () => {
  await using api = await openTestClientApi();
  const readable = (headers: Readonly<Record<string, unknown>>) =>
    assert.deepEqual(
      [headers['access-control-allow-origin'], headers['access-control-allow-headers']],
      ['*', 'X-Requested-With, Content-Type, Authorization'],
    );
  for (const path of passwordPaths.map((one) => one.replace('*', ''))) {
    const preflight = await ask(api.port, path, { method: 'OPTIONS' });
    assert.equal(preflight.status, 200);
    readable(preflight.headers);
    const method = await ask(api.port, path, { method: 'GET' });
    assert.equal(method.status, 405);
    readable(method.headers);
    readable((await api.post(path, '{')).headers);
    readable((await api.post(path, {}, {})).headers);
    readable((await api.post(path, { new_password: NEW })).headers);
  }
});

test('the new password is never kept as it was typed', async () => {
  await using api = await openTestClientApi();
  await api.post(PATH, { new_password: NEW });
  await api.post(PATH, { new_password: NEW, auth: auth() });
  const found = await api.opened.storage.accounts.findCredential('lena' as Localpart);
  assert.match(found?.hash ?? '', /^\$argon2id\$/);
});
