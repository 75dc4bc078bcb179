import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Profile } from '../../src/accounts/ports/account.ts';
import { HOUR, MINUTE } from '../../src/kernel/clock.ts';
import type { Localpart } from '../../src/kernel/matrix-id.ts';
import { refuse } from '../../src/kernel/outcome.ts';
import { openTestForgotten, type TestForgotten } from '../support/forgotten.ts';
import { PASSWORD } from '../support/identity-door.ts';
import { anEmail } from './samples.ts';

const NEW = 'quiet-Harbour-41-lantern';
const OTHER = 'violet-Kettle-88-monsoon';
const lena = 'lena' as Localpart;
const set = ({ site }: TestForgotten, link: string, password: string, more: Readonly<Record<string, string>> = {}) =>
  site.post(link, { password, repeat: password, ...more });
/** What a page says, without what differs for every visitor. */
const wordsOf = ({ status, body }: { readonly status: number; readonly body: string }) => [
  status,
  body.replaceAll(/name="formToken" value="[^"]*"/g, ''),
];

test('a link by mail sets a new password, logs the person out and tells them; S5: opening it changes nothing', async () => {
  await using world = await openTestForgotten();
  const asked = await world.ask('lena@example.org');
  assert.equal(asked.status, 200);
  assert.match(asked.body, /Look into your mailbox/);
  const [mail] = world.mails;
  assert.equal(mail?.to, 'lena@example.org');
  assert.match(mail?.text ?? '', /new\s+password\s+of\s+the\s+account\s+@lena:example\.org/);
  const link = world.link();
  for (let n = 0; n < 3; n += 1) {
    const page = await world.site.get(link);
    assert.equal(page.status, 200);
    assert.match(page.body, /value="@lena:example\.org"/);
    assert.doesNotMatch(page.body, /lena@example\.org/);
  }
  assert.equal(await world.isPassword(PASSWORD), true);

  const done = await set(world, link, NEW);
  assert.deepEqual([done.status, await world.isPassword(NEW), await world.isPassword(PASSWORD)], [200, true, false]);
  assert.match(done.body, /@lena:example\.org/);
  assert.deepEqual(await world.send(), ['accounts.end-sessions', 'accounts.tell-password-changed']);
  const audit = await world.opened.storage.accounts.audit(lena);
  assert.deepEqual([audit.at(-1)?.what, audit.at(-1)?.by], ['set-password', '@lena:example.org']);

  const again = await set(world, link, OTHER);
  assert.deepEqual([again.status, await world.isPassword(NEW)], [410, true]);
  assert.equal((await world.site.get(link)).status, 410);
});

test('who ticks it stays logged in', async () => {
  await using world = await openTestForgotten();
  await world.ask('lena@example.org');
  assert.equal((await set(world, world.link(), NEW, { stay: 'yes' })).status, 200);
  assert.deepEqual(await world.send(), ['accounts.tell-password-changed']);
});

test('S5, S6: of links used at once one sets a password, and a password by whatever way ends all of them', async () => {
  await using world = await openTestForgotten();
  await world.ask('lena@example.org');
  const first = world.link();
  await world.ask('lena@example.org');
  const second = world.link();
  assert.notEqual(first, second);
  const answers = await Promise.all([set(world, first, NEW), set(world, first, OTHER), set(world, second, OTHER)]);
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 410, 410]);

  await world.ask('lena@example.org');
  const third = world.link();
  assert.equal((await world.keep.setPassword(lena, OTHER, 'cli:root')).ok, true);
  assert.deepEqual([(await set(world, third, NEW)).status, await world.isPassword(OTHER)], [410, true]);
});

test('S7: nobody sees on the page who has an account, and the same is written for everybody', async () => {
  await using world = await openTestForgotten();
  await world.add({
    localpart: 'max' as Localpart,
    addresses: [{ medium: 'email', address: anEmail('max@example.org') }],
  });
  await world.add({
    localpart: 'kim' as Localpart,
    addresses: [{ medium: 'email', address: anEmail('kim@example.org') }],
  });
  await world.keep.suspend('max' as Localpart, 'cli:root');
  await world.keep.close('kim' as Localpart, 'cli:root');
  const known = wordsOf(await world.site.post('/forgotten', { email: 'lena@example.org' }));
  const jobs = async () =>
    (await world.opened.storage.desk.list({ limit: 50 })).filter(({ kind }) => kind === 'accounts.send-link').length;
  assert.equal(await jobs(), 1);
  for (const [at, email] of ['nobody@example.org', 'max@example.org', 'kim@example.org'].entries()) {
    assert.deepEqual(wordsOf(await world.site.post('/forgotten', { email })), known, email);
    assert.equal(await jobs(), at + 2);
  }
  assert.deepEqual((await world.send()).toSorted(), ['done', 'nothing', 'nothing', 'nothing']);
  assert.deepEqual(
    world.mails.map(({ to }) => to),
    ['lena@example.org'],
  );
});

test('an address is found however it is typed', async () => {
  await using world = await openTestForgotten();
  const münchen = [{ medium: 'email', address: anEmail('jo@xn--mnchen-3ya.example') }] as const;
  await world.add({ localpart: 'jo' as Localpart, addresses: münchen });
  for (const [typed, to] of [
    ['  Lena@EXAMPLE.org ', 'lena@example.org'],
    ['jo@München.example', 'jo@xn--mnchen-3ya.example'],
  ] as const) {
    assert.equal((await world.ask(typed)).status, 200);
    assert.equal(world.mails.at(-1)?.to, to);
  }
});

test('S12: bad addresses are refused, and what was typed comes back inert', async () => {
  await using world = await openTestForgotten();
  for (const email of [
    '',
    'lena',
    'lena@',
    '<b>@example.org',
    'a\u0000b@example.org',
    'x'.repeat(5_000),
    '@lena:example.org',
  ]) {
    const { status, body } = await world.ask(email);
    assert.equal(status, 400, email);
    assert.match(body, /This is not an email address/);
    assert.doesNotMatch(body, /<b>/);
  }
  assert.deepEqual(world.mails, []);
});

test('S8: an address gets three letters in an hour, and the page says nothing else; whoever wastes them costs the person an hour at most', async () => {
  await using world = await openTestForgotten({ limits: { asks: { count: 1_000, per: HOUR } } });
  const said = wordsOf(await world.ask('lena@example.org'));
  for (let n = 0; n < 6; n += 1) assert.deepEqual(wordsOf(await world.ask(`lena+${n}@example.org`)), said);
  // Addresses that differ by a tag are one mailbox, which got nothing: no account has them.
  assert.equal(world.mails.length, 1);
  await world.opened.clock.advance(HOUR + MINUTE);
  for (let n = 0; n < 6; n += 1) assert.deepEqual(wordsOf(await world.ask('lena@example.org')), said);
  assert.equal(world.mails.length, 4);
  for (let hour = 0; hour < 30; hour += 1) {
    await world.opened.clock.advance(HOUR + MINUTE);
    const before = world.mails.length;
    for (let n = 0; n < 4; n += 1) await world.ask('lena@example.org');
    assert.ok(world.mails.length > before, 'a letter in every hour');
  }
});

test('S8: one network asks ten times an hour; another one is not kept from it', async () => {
  await using world = await openTestForgotten();
  const from = (address: string, n: number) => world.ask(`somebody${n}@example.org`, { 'x-forwarded-for': address });
  for (let n = 0; n < 10; n += 1) assert.equal((await from('192.0.2.7', n)).status, 200);
  const { status, headers } = await from('192.0.2.7', 10);
  assert.equal(status, 429);
  assert.ok(Number(headers['retry-after']) > 0);
  assert.equal((await world.ask('lena@example.org', { 'x-forwarded-for': '198.51.100.7' })).status, 200);
  assert.equal(world.mails.length, 1);
});

test('the application of an account is told of its password, in the transaction that sets it', async () => {
  await using world = await openTestForgotten();
  const { accounts, desk } = world.opened.storage;
  const application = '01890000-0000-7000-8000-000000000001';
  const profile = {
    ...(await accounts.find(lena)),
    localpart: 'mia' as Localpart,
    addresses: [{ medium: 'email', address: anEmail('mia@example.org') }],
  };
  const names = { localpart: 'mia', displayName: '' };
  const made = { profile: profile as Profile, names, hash: undefined, applicationId: application };
  assert.equal(await accounts.add(made, { by: 'porter', at: 1 }), 'added');
  await world.ask('mia@example.org');
  assert.equal((await set(world, world.link(), NEW)).status, 200);
  const jobs = (await desk.list({ limit: 20 })).filter(({ kind }) => kind === 'registration.count-password');
  assert.deepEqual(
    jobs.map(({ key }) => key),
    [`registration.count-password:${application}`],
  );
});

test('a form that is sent twice asks once', async () => {
  await using world = await openTestForgotten();
  const { token } = await world.site.credentials();
  const form = { email: 'lena@example.org', formToken: token };
  const answers = await Promise.all([world.site.post('/forgotten', form), world.site.post('/forgotten', form)]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200],
  );
  await world.send();
  assert.equal(world.mails.length, 1);
});

test('a link works for one hour from its letter on, however late that leaves', async () => {
  await using world = await openTestForgotten();
  await world.site.post('/forgotten', { email: 'lena@example.org' });
  await world.opened.clock.advance(5 * HOUR);
  await world.send();
  const link = world.link();
  await world.opened.clock.advance(59 * MINUTE);
  assert.equal((await world.site.get(link)).status, 200);
  await world.opened.clock.advance(2 * MINUTE);
  for (const { status, body } of [await world.site.get(link), await set(world, link, NEW)]) {
    assert.equal(status, 410);
    assert.match(body, /href="\/forgotten"/);
  }
  assert.equal(await world.isPassword(PASSWORD), true);
});

test('S6: a link ends with its account, its address and while the account is suspended', async () => {
  await using world = await openTestForgotten();
  await world.ask('lena@example.org');
  const link = world.link();
  await world.keep.suspend(lena, 'cli:root');
  assert.deepEqual([(await world.site.get(link)).status, (await set(world, link, NEW)).status], [409, 409]);
  await world.keep.resume(lena, 'cli:root');
  assert.equal((await world.site.get(link)).status, 200);
  await world.keep.close(lena, 'cli:root');
  assert.deepEqual([(await world.site.get(link)).status, (await set(world, link, NEW)).status], [404, 404]);
  assert.equal((await world.site.get('/password/AAAAAAAAAAAAAAAAAAAAAA')).status, 404);
});

test('S11: weak passwords, two that differ and a full queue cost nobody the link; long ones count whole', async () => {
  await using world = await openTestForgotten();
  await world.ask('lena@example.org');
  const link = world.link();
  for (const [password, words] of [
    ['', /Choose a password/],
    ['short', /at least 10 characters/],
    ['Lena Ortiz lena', /your own name/],
    ['x'.repeat(1_001), /too long/],
  ] as const) {
    const { status, body } = await set(world, link, password);
    assert.equal(status, 400, password);
    assert.match(body, words);
    if (password !== '') assert.ok(!body.includes(`"${password}"`));
  }
  const differ = await world.site.post(link, { password: NEW, repeat: OTHER });
  assert.match(differ.body, /The two passwords differ/);
  const long = `Grüße aus Zürich ${'und weiter '.repeat(50)}`;
  const typed = { password: long.normalize('NFD'), repeat: long.normalize('NFC') };
  assert.equal((await world.site.post(link, typed)).status, 200);
  assert.deepEqual([await world.isPassword(long), await world.isPassword(long.slice(0, 100))], [true, false]);
});

test('S13: while too many passwords are hashed the page says when to try again', async () => {
  await using world = await openTestForgotten({ passwords: { hash: async () => refuse('busy') } });
  await world.ask('lena@example.org');
  const { status, headers } = await set(world, world.link(), NEW);
  assert.deepEqual([status, headers['retry-after']], [429, '5']);
  assert.equal((await world.site.get(world.link())).status, 200);
});

test('H3: forms of other sites, without a token and with other media are refused', async () => {
  await using world = await openTestForgotten();
  await world.ask('lena@example.org');
  for (const path of ['/forgotten', world.link()]) {
    assert.equal((await world.site.post(path, { formToken: '' })).status, 403);
    assert.equal((await world.site.post(path, {}, { origin: 'https://evil.example' })).status, 403);
    assert.equal((await world.site.post(path, {}, { 'content-type': 'application/json' })).status, 415);
  }
  assert.deepEqual([world.mails.length, await world.isPassword(PASSWORD)], [1, true]);
});

test('the pages and the letter speak German to whoever reads German', async () => {
  await using world = await openTestForgotten();
  const german = { 'accept-language': 'de' };
  assert.match((await world.site.get('/forgotten', german)).body, /Passwort vergessen\?/);
  assert.match((await world.ask('lena@example.org', german)).body, /Sehen Sie in Ihr Postfach/);
  assert.match(world.mails[0]?.subject ?? '', /Ihr neues Passwort/);
  assert.match((await world.site.get(world.link(), { 'accept-language': 'fr' })).body, /Ein neues Passwort wählen/);
});
