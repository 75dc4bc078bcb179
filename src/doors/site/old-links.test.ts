import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openNow } from '../../../test/support/open-now.ts';
import { refuse } from '../../kernel/outcome.ts';

const token = '0123456789abcdef0123456789abcdef';

test('links of matrix-register-bot lead to the page with the button, with one slash or two, and change nothing', async () => {
  await using site = await openNow();
  for (const slash of ['/', '//']) {
    const { status, headers } = await site.get(`${slash}verify.php?t=${token}`);
    assert.deepEqual([status, headers.location], [303, `/prove/${token}`]);
    assert.equal((await site.get(`${slash}index.php`)).headers.location, '/');
  }
  for (const query of ['', '?t=', '?t=..%2Fapply', `?t=${token}0`, '?t=%E0%A4%A'])
    assert.equal((await site.get(`/verify.php${query}`)).status, 410, query);
  assert.equal((await site.post('/verify.php', { t: token })).status, 405);
  assert.deepEqual(
    site.calls.filter(([name]) => name !== 'peekProof'),
    [],
  );
});

test('a link of matrix-register-bot that was not taken over says so, and leads to the form', async () => {
  await using site = await openNow({ peekProof: async () => refuse('unknown', undefined) });
  const answer = await site.get(`/prove/${token}`);
  assert.equal(answer.status, 410);
  assert.match(answer.body, /from our previous system/);
  assert.equal((await site.get('/prove/another')).status, 404);
});

test("links to the bot's page for the team say where votes are cast now, whatever their secret", async () => {
  await using site = await openNow();
  const known = await site.get(`/verify_admin.php?t=${token}&allow=yes`);
  assert.equal(known.status, 410);
  assert.match(known.body, /notice in the team room: vote there with ✅ or ❌/);
  assert.equal((await site.get('/verify_admin.php', { 'accept-language': 'de' })).status, 410);
  assert.match((await site.get('//verify_admin.php', { 'accept-language': 'de' })).body, /im Teamraum/);
  assert.deepEqual(
    site.calls.filter(([name]) => name !== 'peekProof'),
    [],
  );
});
