import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE } from '../../src/kernel/clock.ts';
import type { Localpart } from '../../src/kernel/matrix-id.ts';
import { refuse } from '../../src/kernel/outcome.ts';
import { formTo, openTestAccountSite, SESSION_LIFE, signIn, type TestAccountSite } from '../support/account-site.ts';
import { ask } from '../support/ask.ts';
import { PASSWORD } from '../support/identity-door.ts';
import { makeVisitor, type Visitor } from '../support/visitor.ts';

const NEW = 'quiet-Harbour-41-lantern';
const lena = 'lena' as Localpart;

const isIn = async ({ site }: TestAccountSite, visitor: Visitor) =>
  new URL((await visitor.open(`${site.publicUrl}/account`)).url).pathname === '/account';

test('a name, a user ID or an address and the password lead to the account page; signing out ends it', async () => {
  await using world = await openTestAccountSite();
  for (const name of ['lena', '@lena:example.org', 'Lena@Example.org', ' lena ']) {
    const { visitor, page } = await signIn(world, name, PASSWORD);
    assert.deepEqual([page.status, new URL(page.url).pathname], [200, '/account'], name);
    for (const shown of ['@lena:example.org', 'Lena Ortiz', 'lena@example.org'])
      assert.ok(page.html.includes(shown), shown);
    assert.equal(await isIn(world, visitor), true);
    const out = await visitor.send(formTo(page, '/account/sign-out'));
    assert.equal(new URL(out.url).pathname, '/sign-in');
    assert.equal(await isIn(world, visitor), false);
  }
});

test('S7: whoever has no account, no password or none any more is told the same', async () => {
  await using world = await openTestAccountSite();
  await world.keep.suspend('bo' as Localpart, 'porter');
  const said = new Set<string>();
  for (const [name, password] of [
    ['lena', 'wrong'],
    ['bo', PASSWORD],
    ['nobody', PASSWORD],
    ['nobody@example.org', PASSWORD],
    ['@lena:elsewhere.example', PASSWORD],
    ['@Lena:example.org', PASSWORD],
    ['', ''],
    ['\u0000', 'x'],
  ] as const) {
    const { page } = await signIn(world, name, password);
    assert.equal(page.status, 400, name);
    assert.ok(!page.html.includes(`value="${password}"`) || password === '');
    said.add(/<div class="note bad"[\s\S]*?<\/div>/.exec(page.html)?.[0] ?? '');
  }
  assert.equal(said.size, 1);
  assert.match([...said][0] ?? '', /do not fit together/);
});

test('H7, H12: a session has a secret of its own, which no planted one replaces, and ends when it is not used', async () => {
  await using world = await openTestAccountSite();
  const { port } = world.site;
  const { visitor } = await signIn(world, 'lena', PASSWORD);
  const rows = await world.opened.storage.sessions.list(lena);
  assert.equal(rows.length, 1);
  const planted = 'A'.repeat(43);
  for (const cookie of [`porter-session=${planted}`, 'porter-session=', 'porter-session=x; porter-session=y', 'x=1']) {
    const answer = await ask(port, '/account', { headers: { cookie } });
    assert.deepEqual([answer.status, answer.headers.location], [303, '/sign-in'], cookie);
  }
  await world.opened.clock.advance(SESSION_LIFE.idle - MINUTE);
  assert.equal(await isIn(world, visitor), true);
  await world.opened.clock.advance(SESSION_LIFE.idle);
  assert.equal(await isIn(world, visitor), false);

  const again = (await signIn(world, 'lena', PASSWORD, visitor)).visitor;
  for (let passed = 0; passed + SESSION_LIFE.idle / 2 < SESSION_LIFE.absolute; passed += SESSION_LIFE.idle / 2) {
    assert.equal(await isIn(world, again), true);
    await world.opened.clock.advance(SESSION_LIFE.idle / 2);
  }
  await world.opened.clock.advance(SESSION_LIFE.idle / 2);
  assert.equal(await isIn(world, again), false, 'however often it is used');
  await world.opened.storage.sessions.tidy(world.opened.clock.now() + 1);
  assert.equal((await world.opened.storage.sessions.list(lena)).length, 0);
});

test('H12: a new password ends every other session, and this one goes on under another secret', async () => {
  await using world = await openTestAccountSite();
  const laptop = await signIn(world, 'lena', PASSWORD);
  const phone = await signIn(world, 'lena', PASSWORD);
  await world.opened.clock.advance(MINUTE);
  const change = async (typed: Readonly<Record<string, string>>) => {
    const page = await laptop.visitor.open(`${world.site.publicUrl}/account`);
    const form = formTo(page, '/account/password');
    return await laptop.visitor.send(form, { current: PASSWORD, password: NEW, repeat: NEW, ...typed });
  };
  for (const [typed, says] of [
    [{ current: 'wrong' }, /not your present password/],
    [{ password: 'short', repeat: 'short' }, /too short/],
    [{ repeat: `${NEW}x` }, /two passwords differ/],
    [{ password: '', repeat: '' }, /Choose a password/],
  ] as const) {
    const page = await change(typed);
    assert.equal(page.status, 400);
    assert.match(page.html, says);
    for (const secret of [PASSWORD, NEW]) assert.ok(!page.html.includes(secret));
  }
  const done = await change({ endOthers: 'yes' });
  assert.match(done.html, /Your password is changed/);
  assert.equal(await isIn(world, phone.visitor), false);
  assert.equal(await isIn(world, laptop.visitor), true);
  assert.equal((await signIn(world, 'lena', PASSWORD)).page.status, 400);
  assert.equal((await signIn(world, 'lena', NEW)).page.status, 200);
  const kinds = (await world.opened.storage.desk.list({ limit: 10 })).map(({ kind }) => kind);
  assert.deepEqual(kinds.toSorted(), ['accounts.end-sessions', 'accounts.tell-password-changed']);
  const audit = await world.opened.storage.accounts.audit(lena);
  assert.deepEqual([audit.at(-1)?.what, audit.at(-1)?.by], ['set-password', '@lena:example.org']);
});

test('people see where they are signed in, and end one session or all others; nobody ends those of others', async () => {
  await using world = await openTestAccountSite();
  const agents = ['Firefox/146 on a laptop', '<b>Chrome</b>', ''];
  const visitors: Visitor[] = [];
  for (const agent of agents) {
    const visitor = makeVisitor('en', { headers: { 'user-agent': agent } });
    visitors.push((await signIn(world, 'lena', PASSWORD, visitor)).visitor);
  }
  const [laptop, phone, other] = visitors as [Visitor, Visitor, Visitor];
  const bo = await signIn(world, 'bo', PASSWORD);
  const page = await laptop.open(`${world.site.publicUrl}/account`);
  assert.ok(page.html.includes('Firefox/146 on a laptop'));
  assert.ok(page.html.includes('&lt;b>Chrome&lt;/b>') || page.html.includes('&lt;b&gt;Chrome&lt;/b&gt;'));
  const ends = page.forms.filter(({ action }) => action.endsWith('/account/end-session'));
  assert.equal(ends.length, 2);

  const [first] = ends;
  assert.ok(first);
  const theirs = (await world.opened.storage.sessions.list('bo' as Localpart))[0]?.session.id ?? '';
  await laptop.send({ ...first, fields: new Map([...first.fields, ['session', theirs]]) });
  assert.equal(await isIn(world, bo.visitor), true);

  await laptop.send(first);
  const left = await Promise.all([phone, other].map((each) => isIn(world, each)));
  assert.equal(left.filter((each) => each).length, 1);
  const now = await laptop.open(`${world.site.publicUrl}/account`);
  await laptop.send(formTo(now, '/account/end-others'));
  assert.deepEqual(await Promise.all(visitors.map((each) => isIn(world, each))), [true, false, false]);
  assert.equal(await isIn(world, bo.visitor), true);
});

test('sessions end with the account: suspended, closed, and by a password that the operator sets', async () => {
  await using world = await openTestAccountSite();
  const { visitor } = await signIn(world, 'lena', PASSWORD);
  await world.keep.suspend(lena, 'porter');
  assert.equal(await isIn(world, visitor), false);
  await world.keep.resume(lena, 'porter');
  assert.equal(await isIn(world, visitor), true);
  await world.opened.clock.advance(1);
  await world.keep.setPassword(lena, NEW, 'cli:root');
  assert.equal(await isIn(world, visitor), false);
  const again = await signIn(world, 'lena', NEW);
  await world.keep.close(lena, 'porter');
  assert.equal(await isIn(world, again.visitor), false);
  assert.equal((await world.opened.storage.sessions.list(lena)).length, 0);
});

test('S14: whoever guesses at a name pauses it for strangers, and its owner still signs in where they did before', async () => {
  await using world = await openTestAccountSite();
  const home = await signIn(world, 'lena', PASSWORD);
  await home.visitor.send(formTo(home.page, '/account/sign-out'));
  for (let n = 0; n < 10; n += 1) await signIn(world, 'lena', 'wrong');
  const stranger = await signIn(world, 'lena', PASSWORD);
  assert.deepEqual([stranger.page.status, stranger.page.retryAfter], [429, '20']);
  const back = await signIn(world, 'lena', PASSWORD, home.visitor);
  assert.equal(back.page.status, 200);
  await home.visitor.send(formTo(back.page, '/account/sign-out'));
  // What a browser shows is bound to one name.
  for (let n = 0; n < 10; n += 1) await signIn(world, 'bo', 'wrong');
  assert.equal((await signIn(world, 'bo', PASSWORD, home.visitor)).page.status, 429);
});

test('without a homeserver nobody is told that they are logged out of their Matrix apps', async () => {
  await using world = await openTestAccountSite({ homeserver: false });
  const { visitor, page } = await signIn(world, 'lena', PASSWORD);
  assert.ok(!page.html.includes('Log me out in all Matrix apps') && !page.html.includes('leave all rooms'));
  const closed = await visitor.send(formTo(page, '/account/close'), { closePassword: PASSWORD, sure: 'yes' });
  assert.match(closed.html, /Apps in which you are still logged in stay so/);
});

test('S7, S14: a pause tells nobody whose address an address is', async () => {
  await using world = await openTestAccountSite();
  const statusOf = async (typed: string) => (await signIn(world, typed, 'wrong')).page.status;
  const until = async (typed: string) => {
    const statuses: number[] = [];
    for (let n = 0; n < 7; n += 1) statuses.push(await statusOf(typed));
    return statuses;
  };
  const paused = [400, 400, 400, 400, 400, 429, 429];
  assert.deepEqual(await until('lena'), paused);
  assert.deepEqual(await until('nobody'), paused);
  assert.deepEqual(await until('lena@example.org'), paused, 'by the address nothing was guessed yet');
  assert.deepEqual(await until('nobody@example.org'), paused);
});

test('S13, S14: too many wrong passwords of a network, and too many at once, are told with the time', async () => {
  await using world = await openTestAccountSite({ wrongPasswords: 3 });
  const from = (address: string) => makeVisitor('en', { headers: { 'x-forwarded-for': address } });
  const here = '203.0.113.7';
  for (let n = 0; n < 5; n += 1) assert.equal((await signIn(world, 'lena', PASSWORD, from(here))).page.status, 200);
  for (let n = 0; n < 3; n += 1)
    assert.equal((await signIn(world, `nobody${n}`, 'wrong', from(here))).page.status, 400);
  const { page } = await signIn(world, 'lena', PASSWORD, from(here));
  assert.equal((await signIn(world, 'lena', PASSWORD, from('198.51.100.7'))).page.status, 200);
  assert.equal(page.status, 429);
  assert.ok(Number(page.retryAfter) > 0);

  await using busy = await openTestAccountSite({ passwords: { verify: async () => 'busy' } });
  const waits = await signIn(busy, 'lena', PASSWORD);
  assert.deepEqual([waits.page.status, waits.page.retryAfter], [429, '5']);
  await using full = await openTestAccountSite({ passwords: { hash: async () => refuse('busy') } });
  const { visitor, page: account } = await signIn(full, 'lena', PASSWORD);
  const typed = { current: PASSWORD, password: NEW, repeat: NEW };
  const refused = await visitor.send(formTo(account, '/account/password'), typed);
  assert.deepEqual([refused.status, refused.retryAfter], [429, '5']);
});

test('H5: a form of another site, or without its token, changes nothing', async () => {
  await using world = await openTestAccountSite();
  const { visitor, page } = await signIn(world, 'lena', PASSWORD);
  const form = formTo(page, '/account/sign-out');
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' };
  const body = new URLSearchParams([...form.fields]).toString();
  for (const path of [
    '/account/end-others',
    '/account/password',
    '/account/sign-out',
    '/account/end-session',
    '/sign-in',
  ]) {
    assert.equal((await ask(world.site.port, path, { method: 'POST', headers, body })).status, 403, path);
    const without = { ...form, action: `${world.site.publicUrl}${path}`, fields: new Map<string, string>() };
    assert.equal((await visitor.send(without)).status, 403, path);
    assert.equal((await ask(world.site.port, path, { method: 'PUT' })).status, 405, path);
  }
  assert.equal(await isIn(world, visitor), true);
});

test('people change their display name and what they agreed to; the homeserver follows with the name alone', async () => {
  await using world = await openTestAccountSite();
  const { accounts, desk } = world.opened.storage;
  const { visitor, page } = await signIn(world, 'lena', PASSWORD);
  const form = formTo(page, '/account/profile');
  assert.deepEqual(
    [form.fields.get('displayName'), form.fields.get('findableByName'), form.fields.get('findableByAddress')],
    ['Lena Ortiz', 'yes', 'yes'],
  );
  const send = (displayName: string, ...ticked: readonly string[]) => {
    const token = [...form.fields].filter(([name]) => name === 'formToken');
    const fields = new Map([
      ...token,
      ['displayName', displayName] as const,
      ...ticked.map((name) => [name, 'yes'] as const),
    ]);
    return visitor.send({ ...form, fields });
  };
  for (const bad of ['x'.repeat(257), 'a\nb', '\u0000']) {
    const refused = await send(bad, 'findableByName');
    assert.equal(refused.status, 400);
    assert.match(refused.html, /at most 256 characters/);
  }
  assert.equal((await accounts.find(lena))?.displayName, 'Lena Ortiz');
  assert.match((await send('Lena Ortiz', 'findableByAddress')).html, /Saved/);
  assert.equal((await desk.list({ limit: 5 })).length, 0);
  assert.match((await send(' Lena <O> ')).html, /Lena &lt;O/);
  const found = await accounts.find(lena);
  assert.deepEqual([found?.displayName, found?.findableByName, found?.findableByAddress], ['Lena <O>', false, false]);
  assert.deepEqual(found?.addresses.length, 2);
  assert.deepEqual(
    (await desk.list({ limit: 5 })).map(({ kind }) => kind),
    ['accounts.set-name'],
  );
  await send('');
  assert.equal((await accounts.find(lena))?.displayName, undefined);
  const audit = await accounts.audit(lena);
  assert.deepEqual([audit.at(-1)?.what, audit.at(-1)?.by], ['set-profile', '@lena:example.org']);
});

test('a display name that is saved while an operator closes the account leads to the sign-in page', async () => {
  await using world = await openTestAccountSite({ beforeProfile: (keep) => keep.close(lena, 'cli:root') });
  const { visitor, page } = await signIn(world, 'lena', PASSWORD);
  const after = await visitor.send(formTo(page, '/account/profile'), { displayName: 'Lena' });
  assert.equal(new URL(after.url).pathname, '/sign-in');
  assert.doesNotMatch(after.html, /Saved/);
});

test('people close their account with their password and a tick, and nothing personal is left', async () => {
  await using world = await openTestAccountSite();
  const { accounts, desk } = world.opened.storage;
  const { visitor, page } = await signIn(world, 'lena', PASSWORD);
  const form = formTo(page, '/account/close');
  for (const [typed, status] of [
    [{ closePassword: PASSWORD }, 400],
    [{ closePassword: 'wrong', sure: 'yes' }, 400],
    [{ sure: 'yes' }, 400],
  ] as const)
    assert.equal((await visitor.send(form, typed)).status, status);
  assert.equal((await accounts.find(lena))?.state, 'active');
  const done = await visitor.send(form, { closePassword: PASSWORD, sure: 'yes' });
  assert.match(done.html, /Your account is closed/);
  const found = await accounts.find(lena);
  assert.deepEqual([found?.state, found?.displayName, found?.addresses], ['closed', undefined, []]);
  assert.deepEqual(
    (await desk.list({ limit: 5 })).map(({ kind }) => kind),
    ['accounts.follow-account'],
  );
  assert.equal(await isIn(world, visitor), false);
  assert.equal((await signIn(world, 'lena', PASSWORD)).page.status, 400);
});
