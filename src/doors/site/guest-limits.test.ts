import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestGuests, operator } from '../../../test/support/meeting-guests.ts';
import { openTestSite } from '../../../test/support/site-door.ts';

const from = { 'x-forwarded-for': '198.51.100.7' };

test('H11: from one network links are tried out slowly; a link that is good is shown and joined with whatever else was tried', async () => {
  await using test = await openTestGuests();
  const unknownLinks = { count: 5, per: 60_000 };
  await using site = await openTestSite({ guests: test.guests, limits: { unknownLinks } });
  const { link } = await test.invite({ uses: 20, name: 'Ada' });
  const { token: formToken } = await site.credentials();
  const tried = [];
  for (let n = 0; n < 4; n += 1) tried.push((await site.get(`/meet/guess-${n}`, from)).status);
  for (let n = 4; n < 7; n += 1) tried.push((await site.post(`/meet/guess-${n}`, { formToken }, from)).status);
  assert.deepEqual(tried, [404, 404, 404, 404, 404, 429, 429]);
  const refused = await site.get('/meet/guess', from);
  assert.equal(refused.status, 429);
  assert.ok(Number(refused.headers['retry-after']) > 0);
  assert.equal((await site.get(`/meet/${link}`, from)).status, 200);
  assert.equal((await site.post(`/meet/${link}`, { formToken }, from)).status, 303);
  assert.equal((await site.get('/meet/guess', { 'x-forwarded-for': '203.0.113.9' })).status, 404);
});

test('H11: links that were good once say so as often as they are opened, and count for nothing', async () => {
  await using test = await openTestGuests();
  const unknownLinks = { count: 5, per: 60_000 };
  await using site = await openTestSite({ guests: test.guests, limits: { unknownLinks } });
  const { id, link } = await test.invite();
  await test.invites.revokeInvitation(id, operator);
  const { token: formToken } = await site.credentials();
  for (let n = 0; n < 6; n += 1) {
    assert.equal((await site.get(`/meet/${link}`, from)).status, 410);
    assert.equal((await site.post(`/meet/${link}`, { formToken, name: 'Ada' }, from)).status, 410);
  }
  assert.equal((await site.get('/meet/guess', from)).status, 404);
});

test('H11: one invitation lets in so many in a minute and no more, and no other is touched by it', async () => {
  await using test = await openTestGuests();
  await using site = await openTestSite({ guests: test.guests, limits: { joins: { count: 3, per: 60_000 } } });
  const [one, other] = [await test.invite(), await test.invite()];
  const { token: formToken } = await site.credentials();
  const join = (link: string, name: string, network: number) =>
    site.post(`/meet/${link}`, { formToken, name }, { 'x-forwarded-for': `198.51.100.${network}` });
  assert.equal((await join(one.link, ' ', 1)).status, 400, 'who gives no name has not joined');
  const answers = [];
  for (let n = 0; n < 5; n += 1) answers.push(await join(one.link, `Guest ${n}`, n));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [303, 303, 303, 429, 429],
  );
  assert.ok(Number(answers[3]?.headers['retry-after']) > 0);
  assert.equal(test.noted.length, 3);
  assert.equal((await join(one.link, 'Guest 0', 0)).headers.location, answers[0]?.headers.location);
  assert.equal((await site.get(`/meet/${one.link}`)).status, 200);
  assert.equal((await join(other.link, 'Ada', 9)).status, 303);
});
