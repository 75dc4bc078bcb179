import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answer, ask } from '../../../test/support/ask.ts';
import { openTestGuests, operator, type TestGuests } from '../../../test/support/meeting-guests.ts';
import { openTestSite, type TestSite } from '../../../test/support/site-door.ts';
import { Fault } from '../../kernel/fault.ts';
import { makeLog } from '../../kernel/log.ts';
import type { GuestUseCases } from '../../meetings/use-cases.ts';

const titleOf = ({ body }: Answer) => /<title>([^<]*)<\/title>/.exec(body)?.[1];
const usedOf = async ({ invites }: TestGuests) => (await invites.listInvitations(1))[0]?.used;
/** Joins from the page itself, as a guest without an account does. */
async function press(site: TestSite, link: string, fields: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const page = await site.get(`/meet/${link}`);
  const formToken = /name="formToken" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  return site.post(`/meet/${link}`, { formToken, ...fields });
}

test('H5: opening the link says which room, as whom and until when, and mints nothing; the button does', async () => {
  await using test = await openTestGuests();
  await using site = await openTestSite({ guests: test.guests, applicants: undefined });
  const { link } = await test.invite({ room: 'Tea <Room>', name: 'Ada & Bo', moderator: true, uses: 1 });
  const page = await site.get(`/meet/${link}`);
  assert.equal(page.status, 200);
  assert.equal(page.headers['cache-control'], 'no-store');
  assert.equal(page.headers['referrer-policy'], 'same-origin');
  for (const part of ['tea &lt;room>', 'Ada &amp; Bo', 'moderator', '21 November 2026', 'meet.porter.test']) {
    assert.ok(page.body.includes(part), part);
  }
  assert.doesNotMatch(page.body, /id="name"|jwt=/);
  assert.equal(page.body.match(/<button type="submit"/g)?.length, 1);
  assert.equal((await ask(site.port, `/meet/${link}`, { method: 'HEAD' })).status, 200);
  assert.deepEqual([await usedOf(test), test.noted.length], [0, 0]);

  const answer = await press(site, link, { name: 'Eve' });
  assert.equal(answer.status, 303);
  const url = new URL(answer.headers.location ?? '');
  assert.equal(url.origin, 'https://meet.porter.test');
  assert.equal((await test.keys.verify(url.searchParams.get('jwt') ?? '')).ok, true);
  assert.equal(test.noted[0]?.name, 'Ada & Bo');
});

test('H7: only the page with the button lets its form lead to the meeting’s origin', async () => {
  await using test = await openTestGuests({ url: 'https://meet.porter.test:8443/jitsi' });
  await using site = await openTestSite({ guests: test.guests });
  const { link } = await test.invite();
  const policyOf = async (path: string) => (await site.get(path)).headers['content-security-policy'];
  const usual = await policyOf('/');
  assert.match(String(usual), /form-action 'self';/);
  assert.equal(
    await policyOf(`/meet/${link}`),
    usual?.toString().replace("form-action 'self'", "form-action 'self' https://meet.porter.test:8443"),
  );
  assert.equal(await policyOf('/meet/unknown'), usual);
});

test('a guest without a name is asked for one, and again when nothing can be seen of it', async () => {
  await using test = await openTestGuests();
  await using site = await openTestSite({ guests: test.guests });
  const { link } = await test.invite({ uses: 1 });
  assert.match((await site.get(`/meet/${link}`)).body, /<input[^>]*id="name"/);
  for (const fields of [{}, { name: ' \u202e' }]) {
    const again = await press(site, link, fields);
    assert.equal(again.status, 400);
    assert.match(String(again.headers['content-security-policy']), /form-action 'self' https:\/\/meet\.porter\.test;/);
    assert.match(titleOf(again) ?? '', /^Error: /);
    assert.match(again.body, /id="name-wrong"/);
  }
  assert.equal(await usedOf(test), 0);
  assert.equal((await press(site, link, { name: 'شیرین' })).status, 303);
  assert.equal(test.noted[0]?.name, 'شیرین');
});

test('an unknown, used-up, ended or revoked link says so with its own status, on both ways in', async () => {
  await using test = await openTestGuests();
  await using site = await openTestSite({ guests: test.guests });
  const used = await test.invite({ uses: 1, name: 'Ada' });
  assert.equal((await press(site, used.link)).status, 303);
  const revoked = await test.invite();
  await test.invites.revokeInvitation(revoked.id, operator);
  const ended = await test.invite({ validUntil: test.inSeconds(1) });
  test.opened.clock.jump(1_000);
  const { token: formToken } = await site.credentials();
  for (const [link, status, title] of [
    ['A'.repeat(22), 404, 'This link does not work'],
    ['%00', 404, 'This link does not work'],
    [used.link, 410, 'This invitation has been used up'],
    [ended.link, 410, 'This invitation has expired'],
    [revoked.link, 410, 'This invitation is no longer valid'],
  ] as const) {
    for (const answer of [
      await site.get(`/meet/${link}`),
      await site.post(`/meet/${link}`, { formToken, name: 'Bo' }),
    ]) {
      assert.equal(answer.status, status, link);
      assert.equal(titleOf(answer), `${title} – Example Matrix`);
      assert.equal(answer.headers['cache-control'], 'no-store');
    }
    const german = await site.get(`/meet/${link}`, { 'accept-language': 'de' });
    assert.match(german.body, /<html lang="de"/);
  }
});

test('a double click is one use, and both clicks lead into the meeting', async () => {
  await using test = await openTestGuests();
  await using site = await openTestSite({ guests: test.guests });
  const { link } = await test.invite({ uses: 1 });
  const { token: formToken } = await site.credentials();
  const fields = { formToken, name: 'Ada' };
  const [first, second] = await Promise.all([site.post(`/meet/${link}`, fields), site.post(`/meet/${link}`, fields)]);
  const third = await site.post(`/meet/${link}`, fields);
  assert.equal(first.status, 303);
  assert.deepEqual([second.headers.location, third.headers.location], [first.headers.location, first.headers.location]);
  assert.equal(await usedOf(test), 1);
  assert.equal(test.noted.length, 1);
  assert.equal((await site.post(`/meet/${link}`, { ...fields, name: 'Bo' })).status, 410);
});

test('H5: a form of another site or another visit joins nobody', async () => {
  await using test = await openTestGuests();
  await using site = await openTestSite({ guests: test.guests });
  const { link } = await test.invite({ name: 'Ada' });
  const { token: formToken } = await site.credentials();
  for (const [fields, headers] of [
    [{ formToken: 'stale' }, {}],
    [{ formToken }, { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }],
  ] as const) {
    assert.equal((await site.post(`/meet/${link}`, fields, headers)).status, 403);
  }
  assert.equal((await site.post(`/meet/${link}/more`, { formToken })).status, 404);
  assert.equal(await usedOf(test), 0);
});

test('L1: neither the link nor the token is in the log, whatever breaks', async () => {
  let log = '';
  const logger = makeLog('debug', (line) => (log += line));
  await using test = await openTestGuests({ log: logger });
  const { link } = await test.invite({ name: 'Ada' });
  const down: GuestUseCases = {
    peekInvitation: () =>
      Promise.reject(new Fault('down', { code: 'storage.unavailable', retryable: true, scope: 'channel' })),
    joinMeeting: () => Promise.reject(new Error(`a bug with ${link} in it`)),
  };
  await using site = await openTestSite({ guests: test.guests, log: logger });
  await using broken = await openTestSite({ guests: down, log: logger });
  const location = (await press(site, link)).headers.location ?? '';
  assert.equal((await broken.get(`/meet/${link}`)).status, 503);
  const answer = await broken.post(`/meet/${link}`, {});
  assert.equal(answer.status, 500);
  assert.ok(!answer.body.includes('a bug with'));
  assert.match(log, /"route":"\/meet\/:token"/);
  for (const secret of [link, new URL(location).searchParams.get('jwt') ?? '']) assert.ok(!log.includes(secret));
});

test('S15: where nobody applies the start page says what this place is for, so no page is a dead end', async () => {
  await using test = await openTestGuests();
  await using site = await openTestSite({ guests: test.guests, applicants: undefined });
  const home = await site.get('/');
  assert.equal(home.status, 200);
  assert.equal(titleOf(home), 'Meetings for guests – Example Matrix');
  assert.equal((await site.get('/apply')).status, 404);
});
