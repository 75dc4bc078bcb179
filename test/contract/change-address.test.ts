import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR, MINUTE } from '../../src/kernel/clock.ts';
import type { Localpart } from '../../src/kernel/matrix-id.ts';
import { formTo, openTestAccountSite, signIn, type TestAccountSite } from '../support/account-site.ts';
import { textOfHtml } from '../support/html-text.ts';
import { lena as lenas, PASSWORD } from '../support/identity-door.ts';
import { makeVisitor, type Visitor } from '../support/visitor.ts';
import { anEmail } from './samples.ts';

const lena = 'lena' as Localpart;
const OLD = 'lena@example.org';
const NEW = 'lena@new.example';

const mailsOf = async ({ opened }: TestAccountSite, localpart = lena) =>
  ((await opened.storage.accounts.find(localpart))?.addresses ?? [])
    .filter(({ medium }) => medium === 'email')
    .map(({ address }) => String(address));

async function askFor(
  world: TestAccountSite,
  visitor: Visitor,
  email: string,
  typed: Readonly<Record<string, string>> = {},
) {
  const page = await visitor.open(`${world.site.publicUrl}/account`);
  return visitor.send(formTo(page, '/account/email'), { email, emailPassword: PASSWORD, ...typed });
}

/** Lena, signed in, who has asked for another address; its letters are sent. */
async function asked(over: Parameters<typeof openTestAccountSite>[0] = {}, email = NEW) {
  const world = await openTestAccountSite(over);
  const { visitor } = await signIn(world, 'lena', PASSWORD);
  const page = await askFor(world, visitor, email);
  await world.send();
  return { world, visitor, page };
}

const press = async (world: TestAccountSite, link: string, visitor: Visitor = makeVisitor()) => {
  const page = await visitor.open(`${world.site.publicUrl}${link}`);
  const [form] = page.forms.filter(({ action }) => new URL(action).pathname === link);
  return form === undefined ? page : visitor.send(form);
};

test('S5, S6: a new address counts once its link is pressed, once, and the old one is told before and after', async () => {
  const { world, visitor, page } = await asked({}, ' Lena@New.Example ');
  await using _ = world;
  assert.equal(new URL(page.url).pathname, '/account');
  assert.match(textOfHtml(page.html), /Look into the mailbox of the new address/);
  assert.match(textOfHtml(page.html), /Asked for .*lena@new\.example/);
  assert.deepEqual(await mailsOf(world), [OLD]);
  const [first, second] = world.mails.toSorted((a, b) => a.to.localeCompare(b.to));
  assert.deepEqual([first?.to, second?.to], [OLD, NEW]);
  assert.match(first?.subject ?? '', /about to change/);
  assert.match(first?.text ?? '', /@lena:example\.org[\s\S]*https:\/\/porter\.test\/forgotten/);
  assert.doesNotMatch(first?.text ?? '', /new\.example|\/email\//);
  assert.match(second?.text ?? '', /one\s+hour/);
  assert.doesNotMatch(second?.text ?? '', /lena@example\.org/);

  const link = world.link();
  const shown = await makeVisitor().open(`${world.site.publicUrl}${link}`);
  assert.equal(shown.status, 200);
  assert.match(textOfHtml(shown.html), /@lena:example\.org.*lena@new\.example/);
  assert.deepEqual(await mailsOf(world), [OLD], 'opening it changes nothing');
  const done = await press(world, link);
  assert.equal(done.status, 200);
  assert.match(textOfHtml(done.html), /Your new address counts/);
  assert.deepEqual(await mailsOf(world), [NEW]);
  assert.equal((await press(world, link)).status, 410);
  assert.deepEqual((await world.send()).toSorted(), ['accounts.follow-address', 'done']);
  const told = world.mails[2];
  assert.deepEqual([world.mails.length, told?.to], [3, OLD]);
  assert.match(told?.subject ?? '', /was changed/);
  assert.doesNotMatch(told?.text ?? '', /new\.example|forgotten/);
  assert.equal(new URL((await visitor.open(`${world.site.publicUrl}/account`)).url).pathname, '/account');
  assert.equal((await signIn(world, NEW, PASSWORD)).page.status, 200);
  assert.equal((await signIn(world, OLD, PASSWORD)).page.status, 400);
  const audit = await world.opened.storage.accounts.audit(lena);
  assert.deepEqual(
    audit.slice(-2).map(({ what, by }) => [what, by]),
    [
      ['ask-address', '@lena:example.org'],
      ['change-address', '@lena:example.org'],
    ],
  );
});

test('S7: who asks for an address that somebody has sees and waits for the same; its owner gets an honest letter', async () => {
  await using world = await openTestAccountSite();
  const bos = {
    ...lenas,
    localpart: 'bo2' as Localpart,
    addresses: [{ medium: 'email', address: anEmail('taken@new.example') }],
  };
  assert.equal((await world.keep.add(bos as typeof lenas, 'porter')).ok, true);
  const { visitor } = await signIn(world, 'lena', PASSWORD);
  const seen: string[] = [];
  for (const email of ['free@new.example', 'taken@new.example']) {
    const page = await askFor(world, visitor, email);
    assert.equal(page.status, 200);
    await world.send();
    const later = await visitor.open(`${world.site.publicUrl}/account`);
    const stateless = [page.html, later.html].map((html) =>
      textOfHtml(html)
        .replaceAll(email, 'ADDRESS')
        .replaceAll(/[0-9]{2}:[0-9]{2} UTC/g, 'TIME'),
    );
    seen.push(stateless.join('\n'));
    await world.opened.clock.advance(MINUTE);
  }
  assert.equal(seen[1], seen[0]);
  const [free, taken] = ['free@new.example', 'taken@new.example'].map((to) =>
    world.mails.filter((mail) => mail.to === to),
  );
  assert.match(free?.[0]?.text ?? '', /\/email\//);
  assert.equal(taken?.length, 1);
  assert.match(taken?.[0]?.text ?? '', /belongs to\s+your account\s+@bo2:example\.org/);
  assert.doesNotMatch(taken?.[0]?.text ?? '', /\/email\/|lena/);
  const rows = await world.opened.storage.accounts.addressChanges.list(lena);
  assert.deepEqual(
    rows.map(({ sent }) => sent !== undefined),
    [true, true],
  );
});

test('bad addresses, a wrong password and one that the account has are refused; nothing is sent', async () => {
  await using world = await openTestAccountSite();
  const { visitor } = await signIn(world, 'lena', PASSWORD);
  for (const [email, typed, says] of [
    ['', {}, /This is not an email address/],
    ['lena', {}, /This is not an email address/],
    ['a@b.example\r\nbcc: x@b.example', {}, /This is not an email address/],
    ['"<b>x"@b.example', {}, /This is not an email address/],
    [`${'x'.repeat(300)}@b.example`, {}, /This is not an email address/],
    ['Lena@Example.org', {}, /has this address already/],
    [NEW, { emailPassword: 'wrong' }, /not your present password/],
    [NEW, { emailPassword: '' }, /not your present password/],
  ] as const) {
    const page = await askFor(world, visitor, email, typed);
    assert.equal(page.status, 400, email);
    assert.match(textOfHtml(page.html), says);
    assert.ok(!page.html.includes(PASSWORD) && !page.html.includes('<b>x'));
  }
  assert.deepEqual([await world.send(), world.mails.length], [[], 0]);
  for (let n = 0; n < 5; n += 1) await askFor(world, visitor, NEW, { emailPassword: 'wrong' });
  const paused = await askFor(world, visitor, NEW);
  assert.equal(paused.status, 429);
  assert.ok(Number(paused.retryAfter) > 0);
});

test('S8: an account asks three times an hour, a network ten times, and one address gets three letters whoever asks', async () => {
  await using world = await openTestAccountSite({ addressAsks: 5 });
  const from = (address: string) => makeVisitor('en', { headers: { 'x-forwarded-for': address } });
  const { visitor } = await signIn(world, 'lena', PASSWORD, from('192.0.2.7'));
  for (let n = 0; n < 3; n += 1) assert.equal((await askFor(world, visitor, `a${n}@new.example`)).status, 200);
  const often = await askFor(world, visitor, NEW);
  assert.deepEqual([often.status, often.retryAfter], [429, '3600']);
  assert.match(textOfHtml(often.html), /several changes already/);
  const bo = (await signIn(world, 'bo', PASSWORD, from('192.0.2.8'))).visitor;
  for (let n = 0; n < 3; n += 1) {
    // Later than a form counts as sent twice.
    await world.opened.clock.advance(15_000);
    assert.equal((await askFor(world, bo, 'victim@new.example')).status, 200);
  }
  await world.send();
  const letters = () => world.mails.filter(({ to }) => to === 'victim@new.example').length;
  // Only the newest change is open by the time its letter is written.
  assert.equal(letters(), 1);
  await world.opened.clock.advance(30 * MINUTE);
  const mia = { ...lenas, localpart: 'mia' as Localpart, addresses: [] };
  assert.equal((await world.keep.add(mia, 'porter')).ok, true);
  const same = await signIn(world, 'mia', PASSWORD, from('192.0.2.9'));
  const page = await askFor(world, same.visitor, 'victim@new.example');
  assert.match(textOfHtml(page.html), /an email is on its way/);
  await world.send();
  assert.equal(letters(), 1, 'nobody is told that it gets no more');
  await world.opened.clock.advance(HOUR);
  assert.equal((await askFor(world, visitor, NEW)).status, 200);

  await using crowded = await openTestAccountSite({ addressAsks: 1 });
  const one = (await signIn(crowded, 'lena', PASSWORD, from('192.0.2.7'))).visitor;
  const other = (await signIn(crowded, 'bo', PASSWORD, from('192.0.2.7'))).visitor;
  assert.equal((await askFor(crowded, one, 'nonsense')).status, 400, 'costs nothing');
  assert.equal((await askFor(crowded, one, NEW)).status, 200);
  assert.equal((await askFor(crowded, other, NEW)).status, 429);
});

test('S6: an open change ends with another one, a new password, the account, its withdrawal and its hour', async () => {
  for (const end of ['another', 'password', 'withdrawn', 'closed', 'hour'] as const) {
    const { world, visitor } = await asked();
    await using _ = world;
    const link = world.link();
    const page = await visitor.open(`${world.site.publicUrl}/account`);
    if (end === 'another') await askFor(world, visitor, 'other@new.example');
    if (end === 'password') await world.keep.setPassword(lena, 'quiet-Harbour-41-lantern', 'cli:root');
    if (end === 'withdrawn') {
      const after = await visitor.send(formTo(page, '/account/email/withdraw'));
      assert.match(textOfHtml(after.html), /The change is withdrawn/);
      assert.ok(!after.html.includes(NEW));
    }
    if (end === 'closed') await world.keep.close(lena, 'cli:root');
    if (end === 'hour') await world.opened.clock.advance(HOUR + MINUTE);
    assert.equal((await press(world, link)).status, end === 'closed' ? 404 : 410, end);
    assert.deepEqual(await mailsOf(world), end === 'closed' ? [] : [OLD], end);
    const before = world.mails.length;
    await world.send();
    if (end === 'closed') assert.equal(world.mails.length, before, 'nobody hears of a closed account');
  }
  const { world } = await asked();
  await using _ = world;
  await world.keep.suspend(lena, 'cli:root');
  assert.equal((await press(world, world.link())).status, 409);
  await world.keep.resume(lena, 'cli:root');
  assert.equal((await press(world, world.link())).status, 200);
});

test('an address that somebody got meanwhile stays theirs; a link that was never sent is unknown', async () => {
  const { world } = await asked();
  await using _ = world;
  const mia = {
    ...lenas,
    localpart: 'mia' as Localpart,
    addresses: [{ medium: 'email', address: anEmail(NEW) } as const],
  };
  assert.equal((await world.keep.add(mia, 'porter')).ok, true);
  const page = await press(world, world.link());
  assert.equal(page.status, 409);
  assert.match(textOfHtml(page.html), /belongs to another account/);
  assert.deepEqual([await mailsOf(world), await mailsOf(world, mia.localpart)], [[OLD], [NEW]]);
  assert.equal((await press(world, world.link())).status, 410);
  for (const token of ['A'.repeat(22), 'x', '%00']) {
    const { status } = await makeVisitor().open(`${world.site.publicUrl}/email/${token}`);
    assert.ok(status === 404 || status === 400, `${token}: ${status}`);
  }
});

test('of several addresses the person says which one is replaced; an account without any gets its first', async () => {
  await using world = await openTestAccountSite();
  const more = ['one@example.org', 'two@example.org'].map(
    (text) => ({ medium: 'email', address: anEmail(text) }) as const,
  );
  assert.equal((await world.keep.add({ ...lenas, localpart: 'mia' as Localpart, addresses: more }, 'porter')).ok, true);
  const { visitor } = await signIn(world, 'mia', PASSWORD);
  assert.equal((await askFor(world, visitor, NEW, { replaces: OLD })).status, 400);
  assert.equal((await askFor(world, visitor, NEW, { replaces: 'two@example.org' })).status, 200);
  await world.send();
  assert.equal((await press(world, world.link())).status, 200);
  assert.deepEqual(await mailsOf(world, 'mia' as Localpart), [NEW, 'one@example.org']);
  const bo = (await signIn(world, 'bo', PASSWORD)).visitor;
  await askFor(world, bo, 'bo@new.example');
  await world.send();
  await press(world, world.link());
  assert.deepEqual(await mailsOf(world, 'bo' as Localpart), ['bo@new.example']);
});

test('H3, H5: forms of others, without a token and from nobody change nothing; a form that is sent twice asks once', async () => {
  const { world, visitor } = await asked();
  await using _ = world;
  for (const path of ['/account/email', '/account/email/withdraw', world.link()]) {
    const form = { action: `${world.site.publicUrl}${path}`, method: 'post', kinds: new Map() } as const;
    assert.equal((await visitor.send({ ...form, fields: new Map() })).status, 403, path);
    assert.equal((await world.site.post(path, {}, { origin: 'https://evil.example' })).status, 403, path);
  }
  const nobody = await world.site.post('/account/email', { email: NEW, emailPassword: PASSWORD });
  assert.deepEqual([nobody.status, nobody.headers.location], [303, '/sign-in']);
  const page = await visitor.open(`${world.site.publicUrl}/account`);
  const form = formTo(page, '/account/email');
  const typed = { email: 'twice@new.example', emailPassword: PASSWORD };
  await Promise.all([visitor.send(form, typed), visitor.send(form, typed)]);
  await world.send();
  assert.equal(world.mails.filter(({ to }) => to === 'twice@new.example').length, 1);
});

test('an operator withdraws an open change, and undoes one that counts; the person is told', async () => {
  const { world } = await asked();
  await using _ = world;
  const { undo } = world;
  const link = world.link();
  const by = 'cli:root' as const;
  assert.deepEqual((await undo.newest(lena))?.isOpen, true);
  const withdrawn = await undo.undo(lena, by);
  assert.equal(withdrawn.ok && withdrawn.value.end?.how, 'withdrawn');
  assert.equal((await press(world, link)).status, 410);
  assert.deepEqual(await undo.undo(lena, by), { ok: false, refusal: 'nothing', detail: undefined });
  assert.equal((await undo.undo('nobody' as Localpart, by)).ok, false);

  const { visitor } = await signIn(world, 'lena', PASSWORD);
  await askFor(world, visitor, 'other@new.example');
  await world.send();
  await press(world, world.link());
  await world.send();
  assert.deepEqual([await mailsOf(world), (await undo.newest(lena))?.isOpen], [['other@new.example'], false]);
  const undone = await undo.undo(lena, by);
  assert.equal(undone.ok && undone.value.end?.how, 'undone');
  assert.deepEqual(await mailsOf(world), [OLD]);
  await world.send();
  const last = world.mails.at(-1);
  assert.deepEqual([last?.to, /counts again/.test(last?.subject ?? '')], [OLD, true]);
  assert.equal((await press(world, world.link())).status, 410);
});

test('while letters wait the page says so; where Porter sends none it names who can help', async () => {
  const { world, page } = await asked({ mail: 'waits' });
  await using _ = world;
  assert.match(textOfHtml(page.html), /Our emails cannot go out at the moment, since/);
  assert.doesNotMatch(textOfHtml(page.html), /Look into the mailbox/);
  await using without = await openTestAccountSite({ mail: 'none' });
  const account = (await signIn(without, 'lena', PASSWORD)).page;
  assert.match(textOfHtml(account.html), /To change your email address, write to the people who run the server/);
  assert.ok(!account.forms.some(({ action }) => action.endsWith('/account/email')));
  assert.equal((await without.site.get('/email/AAAAAAAAAAAAAAAAAAAAAA')).status, 404);
});

test('pages and letters speak German to whoever reads German', async () => {
  await using world = await openTestAccountSite();
  const visitor = makeVisitor('de');
  await signIn(world, 'lena', PASSWORD, visitor);
  const page = await askFor(world, visitor, NEW);
  assert.match(textOfHtml(page.html), /Sehen Sie in das Postfach der neuen Adresse/);
  await world.send();
  assert.match(world.mails.find(({ to }) => to === NEW)?.subject ?? '', /Bitte bestätigen Sie/);
  assert.match(world.mails.find(({ to }) => to === OLD)?.subject ?? '', /soll sich ändern/);
  assert.match(textOfHtml((await press(world, world.link(), makeVisitor('fr'))).html), /Ihre neue Adresse gilt/);
});
