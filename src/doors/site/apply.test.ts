import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newestForm, openNow } from '../../../test/support/open-now.ts';
import { typedFields } from '../../../test/support/order.ts';
import type { TestSite } from '../../../test/support/site-door.ts';
import type { AllSiteUseCases } from '../../../test/support/site-use-cases.ts';
import type { Submission } from '../../registration/apply/submit.ts';

const filled = { username: 'shirin', displayName: 'شیرین', email: 'shirin@example.org', reason: 'Friends are there.' };
const titleOf = (body: string) => /<title>([^<]*)<\/title>/.exec(body)?.[1] ?? '';
const freshToken = async (site: TestSite) =>
  /name="formToken" value="([^"]+)"/.exec((await site.get('/')).body)?.[1] ?? '';

describe('the form', () => {
  test('a form that could mean something else offers it, with a button that sends it, and keeps what was typed', async () => {
    const answers = [
      { kind: 'problems', problems: [{ field: 'username', refusal: 'taken', instead: 'shirin.e' }] },
      { kind: 'problems', problems: [{ field: 'email', refusal: 'misspelt', instead: 'shirin@gmail.com' }] },
      { kind: 'accepted', ticket: 'ticket-1' },
    ] as const;
    let asked = 0;
    await using site = await openNow({ submit: async () => answers[asked++] ?? answers[2] });
    const taken = await site.post('/apply', filled);
    assert.match(taken.body, /<button[^>]*name="instead\.username" value="shirin\.e"[^>]*>Send with shirin\.e</);
    // Enter in a field sends the form as it stands: the first button of the form is not the suggestion.
    assert.ok(taken.body.indexOf('class="unseen"') < taken.body.indexOf('name="instead.username"'));

    const email = 'shirin@gmial.com';
    const misspelt = await site.post('/apply', { ...filled, email, 'instead.username': 'shirin.e' });
    assert.match(misspelt.body, /Did you mean shirin@gmail\.com\?/);
    assert.match(misspelt.body, /name="username" value="shirin\.e"/);
    assert.match(misspelt.body, /type="hidden" name="sure" value="shirin@gmial\.com"/);
    assert.match(misspelt.body, /type="hidden" name="doubted" value="yes"/);

    const insisted = await site.post('/apply', { ...filled, username: 'shirin.e', email, sure: email });
    assert.equal(insisted.status, 303);
    assert.deepEqual(newestForm(site.calls), [
      'submit',
      {
        typed: typedFields({ ...filled, username: 'shirin.e', email }),
        language: 'en',
        sure: email,
        network: undefined,
      },
    ]);
  });

  test('boxes for what somebody agrees to are there where they are asked, unticked, and stay as they were left', async () => {
    const boxes = (body: string) => body.match(/<input[^>]*type="checkbox"[^>]*>/g) ?? [];
    await using without = await openNow();
    assert.deepEqual(boxes((await without.get('/')).body), []);
    const askedFields = new Set(['username', 'email', 'findableByName', 'findableByAddress'] as const);
    await using site = await openNow({
      askedFields,
      submit: async () => ({ kind: 'problems', problems: [{ field: 'username', refusal: 'taken' }] }),
    });
    const ticked = (body: string) => boxes(body).map((box) => / checked/.test(box));
    assert.deepEqual(ticked((await site.get('/')).body), [false, false]);
    const again = await site.post('/apply', { ...filled, findableByAddress: 'yes' });
    assert.deepEqual(ticked(again.body), [false, true]);
  });

  test('only the main button insists on a doubted address: neither a suggested name nor another language does', async () => {
    await using site = await openNow();
    const email = 'shirin@gmial.com';
    const doubted = { ...filled, email, sure: email, doubted: 'yes' };
    const sure = () => {
      const [name, submission] = site.calls.at(-1) ?? [];
      assert.equal(name, 'submit');
      return (submission as { sure?: string }).sure;
    };
    await site.post('/apply', { ...doubted, 'instead.username': 'shirin.e' });
    assert.equal(sure(), undefined);
    await site.post('/apply', { ...doubted, username: 'shirin.f' });
    assert.equal(sure(), email);
    // Said once, it stays said: the form asks about the name only.
    await site.post('/apply', { ...filled, email, sure: email, 'instead.username': 'shirin.g' });
    assert.equal(sure(), email);
    const { body } = await site.post('/apply', { ...doubted, switch: 'de' });
    assert.doesNotMatch(body, /name="sure"/);
  });

  test('the extra step carries an address on which somebody insists', async () => {
    await using site = await openNow({}, { limits: { minimumTime: 60_000 } });
    const { body } = await site.post('/apply', { ...filled, sure: filled.email });
    assert.match(body, /type="hidden" name="sure" value="shirin@example\.org"/);
  });

  test('hands on what was typed, trimmed where keyboards add spaces, with the language of the page', async () => {
    await using site = await openNow();
    const answer = await site.post(
      '/apply',
      { ...filled, username: ' shirin ', email: 'shirin@example.org ' },
      { 'accept-language': 'de' },
    );
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.location, '/check/ticket-1');
    assert.deepEqual(newestForm(site.calls), [
      'submit',
      { typed: typedFields(filled), language: 'de', network: undefined },
    ]);
  });

  test('says every problem first and beside its field, and loses nothing', async () => {
    await using site = await openNow({
      submit: async () => ({
        kind: 'problems',
        problems: [
          { field: 'username', refusal: 'taken' },
          { field: 'displayName', refusal: 'too-long' },
          { field: 'email', refusal: 'not-an-address' },
          { field: 'reason', refusal: 'too-long' },
        ],
      }),
    });
    for (const [language, start] of [
      ['en', 'Error: '],
      ['de', 'Fehler: '],
    ] as const) {
      const { status, body } = await site.post('/apply', filled, { 'accept-language': language });
      assert.equal(status, 400);
      assert.ok(titleOf(body).startsWith(start));
      assert.ok(body.indexOf('role="alert"') < body.indexOf('<form'));
      for (const name of ['username', 'displayName', 'email', 'reason']) {
        assert.ok(body.includes(`href="#${name}"`), name);
        assert.match(
          body,
          new RegExp(`id="${name}"[^>]*aria-invalid="true"[^>]*aria-describedby="${name}-wrong ${name}-hint[ "]`),
          name,
        );
        assert.ok(body.includes(`id="${name}-wrong"`), name);
      }
      for (const typed of Object.values(filled)) assert.ok(body.includes(typed), typed);
      // Taken: no such ID is promised.
      assert.ok(!body.includes('@shirin:porter.test'));
    }
  });

  test('what looks like a program gets one plain extra step that carries everything, never a silent drop', async () => {
    await using site = await openNow();
    const early = async () => ({ formToken: await freshToken(site) });
    for (const make of [
      async () => ({ fax: 'filled by a password manager' }),
      early,
      async () => ({ fax: 'x', ...(await early()) }),
    ]) {
      const { status, body } = await site.post('/apply', { ...filled, ...(await make()) });
      assert.equal(status, 200);
      const carried = Object.fromEntries(
        [...body.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]),
      );
      assert.equal(carried['username'], 'shirin');
      assert.equal(carried['reason'], filled.reason);
      assert.equal(site.calls.filter(([name]) => name === 'submit').length, 0);
      const again = await site.post('/apply', { ...carried });
      assert.equal(again.status, 303);
      assert.equal(site.calls.filter(([name]) => name === 'submit').length, 1);
      site.calls.length = 0;
      // The same form sent again at once would count once.
      await site.clock.advance(15_000);
    }
    const forged = await site.post('/apply', { ...filled, fax: 'x', again: 'forged' });
    assert.equal(forged.status, 200);
    const edit = await site.post('/apply', { ...filled, edit: 'yes' });
    assert.match(edit.body, /value="shirin"/);
  });

  test('with something wrong is told so first, however quickly it was sent', async () => {
    await using site = await openNow({ problemsIn: () => [{ field: 'email', refusal: 'empty' }] });
    const { status, body } = await site.post('/apply', { ...filled, email: '', formToken: await freshToken(site) });
    assert.equal(status, 400);
    assert.match(body, /id="email-wrong"/);
    assert.ok(!site.calls.some(([name]) => name === 'submit'));
  });

  test('says once what the Matrix ID will be: around the field, also to those who hear the page', async () => {
    await using site = await openNow();
    const { body } = await site.get('/');
    assert.match(body, />@<\/span><input id="username"[^>]* aria-describedby="username-hint username-server"/);
    assert.equal(body.split('>:porter.test<').length, 2);
    assert.equal(body.split('porter.test').length, 2);
  });

  test('limits say when, and keep what was typed', async () => {
    for (const why of ['day', 'domain', 'open', 'unproved'] as const) {
      await using site = await openNow();
      const at = site.clock.now() + 3_600_000;
      await using limited = await openNow({ submit: async () => ({ kind: 'limited', why, at }) });
      const answer = await limited.post('/apply', filled);
      assert.equal(answer.status, 429);
      assert.ok(Number(answer.headers['retry-after']) > 0);
      assert.match(answer.body, /Friends are there\./);
    }
    await using fast = await openNow({ submit: async () => ({ kind: 'problems', problems: [] }) });
    const from = { 'x-forwarded-for': '198.51.100.7' };
    const answers = [];
    for (let time = 0; time < 5; time += 1) answers.push((await fast.post('/apply', filled, from)).status);
    assert.deepEqual(answers, [400, 400, 400, 429, 429]);
  });

  test('clicked twice is one application, and the second click leads to the same page', async () => {
    await using site = await openNow();
    const formToken = await freshToken(site);
    await site.clock.advance(5_000);
    const answers = await Promise.all([1, 2].map(() => site.post('/apply', { ...filled, formToken })));
    assert.deepEqual(
      answers.map(({ status, headers }) => `${status} ${headers.location}`),
      Array(2).fill('303 /check/ticket-1'),
    );
    assert.equal(site.calls.filter(([name]) => name === 'submit').length, 1);
  });

  test('corrected in any field and sent again it is another form, so that nothing typed is lost without a word', async () => {
    await using site = await openNow();
    const formToken = await freshToken(site);
    await site.clock.advance(5_000);
    const reasons = [filled.reason, filled.reason, 'Friends are there, and my choir.'];
    for (const reason of reasons) {
      assert.equal((await site.post('/apply', { ...filled, reason, formToken })).status, 303);
    }
    const submitted = site.calls
      .filter(([name]) => name === 'submit')
      .map(([, submission]) => submission as Submission);
    assert.deepEqual(
      submitted.map(({ typed }) => typed.reason),
      [reasons[0], reasons[2]],
    );
    assert.equal(new Set(submitted.map(({ form }) => form)).size, 2);
  });

  test('of one network beyond its limit is told when, and the team hears of it; at an event it passes', async () => {
    let event = false;
    const told: number[] = [];
    const useCases = {
      isEvent: async () => event,
      async networkFull(at: number) {
        told.push(at);
      },
    };
    await using site = await openNow(useCases, { limits: { nameChecks: { count: 999, per: 1 } } });
    const end = site.clock.now() + 3_600_000;
    const from = { 'x-forwarded-for': '198.51.100.7' };
    const send = async () => (await site.post('/apply', filled, from)).status;
    for (const status of [303, 303, 303, 429]) {
      assert.equal(await send(), status);
    }
    assert.equal(told.length, 1);
    assert.ok(Math.abs((told[0] ?? 0) - end) < 60_000);
    event = true;
    for (let time = 0; time < 5; time += 1) assert.equal(await send(), 303);
    const submitted = { typed: typedFields(filled), language: 'en', network: '198.51.100.7' };
    assert.deepEqual(newestForm(site.calls), ['submit', submitted]);
    event = false;
    assert.equal(await send(), 429);
  });

  test('S8: one allowance is one name at the homeserver, also for names that are looked up to suggest one', async () => {
    const allowed: boolean[] = [];
    const submit: AllSiteUseCases['submit'] = async (_, mayLookUp) => {
      for (let name = 0; name < 3; name += 1) allowed.push((await mayLookUp?.()) ?? assert.fail());
      return { kind: 'problems', problems: [{ field: 'username', refusal: 'taken' }] };
    };
    await using site = await openNow({ submit });
    const from = { 'x-forwarded-for': '198.51.100.7' };
    assert.equal((await site.post('/apply', filled, from)).status, 400);
    assert.deepEqual(allowed, [true, true, false]);
    assert.equal((await site.post('/apply', { ...filled, username: 'other' }, from)).status, 429);
  });

  test('is closed while Porter is not ready, and says so; a form filled meanwhile is kept', async () => {
    await using site = await openNow({ isOpen: () => false });
    const page = await site.get('/');
    assert.equal(page.status, 503);
    assert.equal(page.headers['retry-after'], '600');
    const sent = await site.post('/apply', filled);
    assert.equal(sent.status, 503);
    assert.match(sent.body, /Friends are there\./);
    assert.ok(!site.calls.some(([name]) => name === 'submit'));
  });
});
