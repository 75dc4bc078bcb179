import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE } from '../../src/kernel/clock.ts';
import { Fault } from '../../src/kernel/fault.ts';
import type { Localpart } from '../../src/kernel/matrix-id.ts';
import { Secret } from '../../src/kernel/secret.ts';
import { ask } from '../support/ask.ts';
import { MA1SD, MODULE, openTestIdentityDoor, PASSWORD } from '../support/identity-door.ts';

const REFUSED = [200, { auth: { success: false } }] as const;
const three_pids = [
  { medium: 'email', address: 'lena@example.org' },
  { medium: 'msisdn', address: '31612345678' },
];
const RIGHT = [
  200,
  {
    auth: {
      ...{ success: true, mxid: '@lena:example.org', id: { type: 'localpart', value: 'lena' } },
      profile: { three_pids },
    },
  },
] as const;
const asModule = (id: unknown, password: unknown = PASSWORD) => ({ user: { id, password } });

test('a right password is right in the words of every caller, at every path that one is known to use', async () => {
  await using door = await openTestIdentityDoor();
  const auth = { mxid: '@lena:example.org', localpart: 'lena', domain: 'example.org', password: PASSWORD };
  for (const path of [
    ...[MODULE, `${MODULE}/`, `${MA1SD}/auth/login`, '/_mxisd/backend/api/v1/auth/login'],
    ...['/internal/login.php', '/mxbot/internal/login.php', `/any/folder${MODULE}`],
  ]) {
    assert.deepEqual(await door.json(path, asModule('@lena:example.org')), RIGHT, path);
    assert.deepEqual(await door.json(path, { auth }), RIGHT, path);
  }
  for (const user of [
    { localpart: 'lena', password: PASSWORD },
    { mxid: '@lena:example.org', id: null, password: PASSWORD },
    { email: 'Lena@Example.org', password: PASSWORD },
  ]) {
    assert.deepEqual(await door.json(MODULE, { user }), RIGHT, JSON.stringify(user));
  }
  // As the module of 2020 sends it: no type that says JSON, everything beyond ASCII escaped.
  const odd = { 'content-type': 'application/x-www-form-urlencoded' };
  assert.deepEqual(
    await door.json(MODULE, '{"user": {"id": "\\u0040lena:example.org", "password": "Correct\\u002dHorse-7"}}', odd),
    RIGHT,
  );
});

test('H13: whoever is not exactly one of our accounts is refused, always in the same words', async () => {
  await using door = await openTestIdentityDoor();
  await door.add({ localpart: 'no.password' as Localpart, addresses: [], password: undefined });
  for (const body of [
    ...['@Lena:example.org', '@lena:evil.example', '@lena:example.org:80', '@  lena:example.org', 'lena', '@lena'].map(
      (id) => asModule(id),
    ),
    ...['@lena@example.org:example.org', '@nobody:example.org', '@no.password:example.org', '', null, 7, [], {}].map(
      (id) => asModule(id),
    ),
    ...['', 'correct-horse-7', `${PASSWORD} `, null, 7, ['x'], 'x'.repeat(2_000)].map((password) =>
      asModule('@lena:example.org', password),
    ),
    { user: { id: '@lena:example.org', localpart: 'bo', password: PASSWORD } },
    { auth: { localpart: 'lena', domain: 'evil.example', password: PASSWORD } },
    { auth: { mxid: '@lena:evil.example', localpart: 'lena', domain: 'example.org', password: PASSWORD } },
    { user: { email: 'nobody@example.org', password: PASSWORD } },
    ...[{ user: null }, { auth: null }, { user: [] }, { user: 'lena' }, { other: 1 }, {}, [], 'null', '7', '"x"'],
  ]) {
    const { status, body: text } = await door.post(MODULE, body);
    assert.deepEqual([status, text], [200, '{"auth":{"success":false}}\n'], JSON.stringify(body));
  }
});

test('H13: suspended and closed accounts are refused, and a resumed one is let in again', async () => {
  await using door = await openTestIdentityDoor();
  const lena = 'lena' as Localpart;
  const login = () => door.json(MODULE, asModule('@lena:example.org'));
  await door.keep.suspend(lena, 'porter');
  assert.deepEqual(await login(), REFUSED);
  await door.keep.resume(lena, 'porter');
  assert.deepEqual(await login(), RIGHT);
  await door.keep.close(lena, 'porter');
  assert.deepEqual(await login(), REFUSED);
});

test('the display name is told where the operator says so', async () => {
  await using door = await openTestIdentityDoor({ sendDisplayName: true });
  const [, body] = await door.json(MODULE, asModule('@lena:example.org'));
  assert.deepEqual((body as { auth: { profile: unknown } }).auth.profile, { display_name: 'Lena Ortiz', three_pids });
});

test("the display name is told to Porter's own module, which asks for it", async () => {
  await using door = await openTestIdentityDoor();
  const [, named] = await door.json(MODULE, { ...asModule('@lena:example.org'), display_name: true });
  assert.deepEqual((named as { auth: { profile: unknown } }).auth.profile, { display_name: 'Lena Ortiz', three_pids });
  for (const other of [false, null, 'true', 1]) {
    const [, body] = await door.json(MODULE, { ...asModule('@lena:example.org'), display_name: other });
    assert.deepEqual((body as { auth: { profile: unknown } }).auth.profile, { three_pids });
  }
});

test('after several wrong passwords an account is paused for a short time, and others are not', async () => {
  await using door = await openTestIdentityDoor();
  await door.add({ localpart: 'bo' as Localpart, addresses: [] });
  const login = (id: string, password?: string) => door.json(MODULE, asModule(id, password));
  // All at once, so that counting after the check would be too late.
  await Promise.all(Array.from({ length: 20 }, () => login('@lena:example.org', 'wrong')));
  assert.deepEqual(await login('@lena:example.org'), REFUSED);
  assert.equal((await login('@bo:example.org'))[1] !== undefined, true);
  await door.opened.clock.advance(MINUTE);
  assert.deepEqual(await login('@lena:example.org'), RIGHT);
});

test('a broken database is a refusal, as for every other reason', async () => {
  const checkPassword = async () => {
    throw new Fault('down', { code: 'storage.unavailable', retryable: true, scope: 'channel', place: 'storage' });
  };
  await using door = await openTestIdentityDoor({ checkPassword });
  assert.deepEqual(await door.json(MODULE, asModule('@lena:example.org')), REFUSED);
});

test('a busy Porter refuses as for every other reason', async () => {
  await using door = await openTestIdentityDoor({
    checkPassword: async () => ({ ok: false, refusal: 'busy', detail: undefined }),
  });
  assert.deepEqual(await door.json(MODULE, asModule('@lena:example.org')), REFUSED);
});

test('H9: with clients only these are served, each by the ways that its program has', async () => {
  const clients = [{ name: 'synapse', secret: new Secret('synapse-secret-0123\n') }];
  await using door = await openTestIdentityDoor({ clients });
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
  const body = asModule('@lena:example.org');
  for (const headers of [basic('porter:synapse-secret-0123'), { authorization: 'Bearer synapse-secret-0123' }])
    assert.deepEqual(await door.json(MODULE, body, headers), RIGHT);
  assert.deepEqual(await door.json(`/synapse-secret-0123${MODULE}`, body), RIGHT);
  for (const [path, headers] of [
    [MODULE, {}],
    [MODULE, basic('porter:wrong')],
    [`/wrong${MODULE}`, {}],
    [`${MA1SD}/identity/bulk`, {}],
  ] as const) {
    const answer = await door.post(path, body, headers);
    assert.equal(answer.status, 401);
    // ma1sd sends its credentials only then.
    assert.match(String(answer.headers['www-authenticate']), /^Basic /);
  }
});

test('H2 H3: what cannot be read is refused with an error code, and never as broken', async () => {
  await using door = await openTestIdentityDoor();
  const nested = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
  for (const path of [MODULE, `${MA1SD}/auth/login`, `${MA1SD}/identity/single`, `${MA1SD}/profile/roles`]) {
    for (const body of ['', '{', nested, '{"user":1,"user":2}', '{"__proto__":{}}', Buffer.from([0x22, 0xff, 0x22])]) {
      const { status, body: text } = await door.post(path, body);
      assert.equal(status, 400, path);
      assert.match((JSON.parse(text) as { errcode: string }).errcode, /^M_(NOT_JSON|BAD_JSON)$/);
    }
    assert.equal((await door.post(path, ' '.repeat(65_537))).status, 413);
    assert.equal((await ask(door.port, path, {})).status, 405);
  }
  for (const path of [
    '/',
    '/_matrix-internal',
    `${MODULE}/x`,
    `${MA1SD}/auth`,
    '/internal/intercept_change_password.php',
  ])
    assert.equal((await door.post(path, {})).status, 404, path);
});
