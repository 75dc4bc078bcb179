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
