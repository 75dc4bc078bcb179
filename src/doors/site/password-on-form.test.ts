import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newestForm, openNow } from '../../../test/support/open-now.ts';
import { typedFields } from '../../../test/support/order.ts';
import type { SubmitResult } from '../../registration/apply/submit.ts';

const PASSWORD = 'canary-quiet-harbour-42';
const filled = { username: 'shirin', displayName: 'Shirin', email: 'shirin@example.org', reason: 'Friends are there.' };
const chosen = { ...filled, password: PASSWORD, repeat: PASSWORD };
const open = (over: Parameters<typeof openNow>[0] = {}) => openNow({ asksPassword: true, ...over });
const submitted = ({ calls }: Awaited<ReturnType<typeof open>>) => calls.filter(([name]) => name === 'submit').length;
const inputs = (body: string) => body.match(/<input[^>]*type="password"[^>]*>/g) ?? [];

test('the form asks for a password, twice, only where it is chosen there, and hands it on', async () => {
  await using without = await openNow();
  assert.deepEqual(inputs((await without.get('/')).body), []);
  await without.post('/apply', chosen);
  assert.ok(!JSON.stringify(without.calls).includes(PASSWORD), 'nobody asked for it');
  await using site = await open();
  assert.equal(inputs((await site.get('/')).body).length, 2);
  assert.equal((await site.post('/apply', chosen)).status, 303);
  assert.deepEqual(newestForm(site.calls), [
    'submit',
    { typed: typedFields(filled), language: 'en', network: undefined, password: PASSWORD },
  ]);
});

test('S11: none, or two that differ, is said beside what else is wrong, before anybody is asked', async () => {
  await using site = await open({ problemsIn: () => [{ field: 'email', refusal: 'not-an-address' }] });
  const none = await site.post('/apply', filled);
  assert.deepEqual([none.status, submitted(site)], [400, 0]);
  assert.match(none.body, /Choose a password\./);
  assert.match(none.body, /href="#email"/);
  const differ = await site.post('/apply', { ...chosen, repeat: 'canary-another' });
  assert.deepEqual([differ.status, submitted(site)], [400, 0]);
  assert.match(differ.body, /href="#repeat"[^>]*>The two passwords differ/);
});

test('L1: no page repeats a password: not a form that is shown again, nor in another language, nor the extra step', async () => {
  const results: SubmitResult[] = [
    { kind: 'problems', problems: [], password: { refusal: 'common', why: 'site.password.why.topTen' } },
    { kind: 'limited', why: 'day', at: Date.UTC(2030, 0) },
  ];
  await using site = await open({ submit: async () => results.shift() ?? { kind: 'busy' } });
  const weak = await site.post('/apply', chosen);
  assert.match(weak.body, /id="password-wrong"|href="#password"/);
  const pages = [
    weak,
    await site.post('/apply', chosen),
    await site.post('/apply', { ...chosen, switch: 'de' }),
    await site.post('/apply', { ...chosen, fax: 'a program' }),
  ];
  for (const { body } of pages) {
    assert.equal(inputs(body).length, 2);
    assert.ok(!body.includes('canary-'));
  }
  assert.match(pages[3]?.body ?? '', /name="again"/);
});

test('S11: while too many passwords are hashed, the form is refused with 429 and when to send it again, and all else is kept', async () => {
  await using site = await open({ submit: async () => ({ kind: 'busy' }) });
  const busy = await site.post('/apply', chosen);
  assert.deepEqual([busy.status, busy.headers['retry-after']], [429, '5']);
  assert.match(busy.body, /Too many people set a password at this moment/);
  assert.match(busy.body, /name="username" value="shirin"/);
});
