import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { openNow, waysOn, withoutTokens } from '../../../test/support/open-now.ts';
import { aCheckView, aStatusView, aWelcomeView } from '../../../test/support/site-use-cases.ts';
import { ok, refuse } from '../../kernel/outcome.ts';
import type { Stage } from '../../registration/application.ts';

const filled = { username: 'shirin', displayName: 'شیرین', email: 'shirin@example.org', reason: 'Friends are there.' };
const titleOf = (body: string) => /<title>([^<]*)<\/title>/.exec(body)?.[1] ?? '';

describe('on the way', () => {
  test('S15: the language switch on the form posts it, so nothing typed is lost, and the choice is kept', async () => {
    await using site = await openNow();
    const german = await site.post('/apply', { ...filled, switch: 'de' });
    assert.equal(german.status, 200);
    assert.match(german.body, /<html lang="de"/);
    assert.match(german.body, /Friends are there\./);
    assert.ok(!titleOf(german.body).startsWith('Fehler'));
    assert.match((await site.get('/status/status-1')).body, /<html lang="de"/);
    assert.match((await site.get('/status/status-1?lang=en')).body, /<html lang="en"/);
    assert.match((await site.get('/')).body, /<html lang="en"/);
  });

  test('S15: a form of another visit keeps what was typed', async () => {
    await using site = await openNow();
    const answer = await site.post('/apply', { ...filled, formToken: 'stale' });
    assert.equal(answer.status, 403);
    assert.match(answer.body, /Friends are there\./);
    assert.deepEqual(
      site.calls.filter(([name]) => name === 'submit'),
      [],
    );
  });

  test('S15: two tabs of one visitor both work, whichever came first', async () => {
    await using site = await openNow();
    const first = (await site.credentials()).token;
    const second = (await site.credentials()).token;
    assert.notEqual(first, second);
    for (const formToken of [second, first]) {
      assert.equal((await site.post('/prove/prove-1', { formToken })).headers.location, '/status/status-1');
    }
  });

  test('S15: the back button finds a page that leads on once a step is done', async () => {
    await using site = await openNow({
      viewCheck: async () => aCheckView({ stage: 'waiting', statusToken: 'status-1' }),
    });
    assert.equal((await site.get('/check/ticket-1')).headers.location, '/status/status-1');
    assert.equal((await site.get('/apply')).headers.location, '/');
    for (const path of ['/check/ticket-1/resend', '/status/status-1/withdraw', '/welcome/welcome-1/renew']) {
      const answer = await site.get(path);
      assert.equal(answer.status, 405);
      assert.ok(waysOn(answer.body).includes('/'));
    }
  });

  test('every stage has its words, and a refusal is not told before it is final', async () => {
    const stages: readonly Stage[] = [
      'submitted',
      'waiting',
      'approved',
      'admitted',
      'settled',
      'declined',
      'closed',
      'expired',
      'withdrawn',
    ];
    const words = new Map<Stage, string>();
    for (const stage of stages) {
      await using site = await openNow({
        viewStatus: async () => aStatusView({ stage, why: stage === 'expired' ? 'not-proved' : undefined }),
      });
      words.set(stage, /class="stage">([^<]+)/.exec((await site.get('/status/status-1')).body)?.[1] ?? '');
    }
    assert.equal(words.get('declined'), words.get('waiting'));
    assert.equal(new Set(words.values()).size, stages.length - 1);
  });
});

describe('passwords and codes', () => {
  test('are handed on untouched and never shown again', async () => {
    await using site = await openNow({
      setPassword: async () => refuse('password', { refusal: 'common', why: undefined }),
    });
    const password = ' spaces stay \u00e5 pass-canary ';
    const { body } = await site.post('/welcome/welcome-1', { password, repeat: password });
    assert.deepEqual(
      site.calls.find(([name]) => name === 'setPassword'),
      ['setPassword', 'welcome-1', password],
    );
    assert.doesNotMatch(body, /pass-canary/);
    const wrong = await site.post('/check/ticket-1', { code: '8765 4321' });
    assert.doesNotMatch(withoutTokens(wrong.body), /8765/);
  });

  test('the two spellings of one letter are the same', async () => {
    await using site = await openNow();
    const answer = await site.post('/welcome/welcome-1', {
      password: 'gr\u00e5 gr\u00e5 gr\u00e5',
      repeat: 'gra\u030a gra\u030a gra\u030a',
    });
    assert.equal(answer.status, 200);
    assert.match(answer.body, /matrix\.porter\.test/);
    assert.match(answer.body, /https:\/\/example\.org\/matrix/);
  });
});

test('a link that a restored backup made void leads to one button, on every page', async () => {
  await using site = await openNow();
  for (const page of ['check', 'prove', 'status']) {
    const answer = await site.get(`/${page}/void-1`);
    assert.equal(answer.status, 410, page);
    assert.match(answer.body, /action="\/renew\/void-1"/);
    assert.equal((await site.get(`/${page}/nothing`)).status, 404, page);
  }
  assert.equal((await site.post('/renew/void-1', {})).status, 200);
  await using busy = await openNow({ renewLink: async () => refuse('limited', { at: Date.now() + 60_000 }) });
  assert.equal((await busy.post('/renew/void-1', {})).status, 429);
});

test('S3: names and reasons of every kind are inert on the page', async () => {
  await using site = await openNow({
    submit: async () => ({ kind: 'problems', problems: [{ field: 'username', refusal: 'taken' }] }),
  });
  const nasty = fc.constantFrom(
    '\u202e',
    '\u2066',
    '\u200b',
    '\u0000',
    '\u0007',
    '\n',
    '<script>',
    '"',
    "'",
    '>',
    '&',
    '</textarea>',
    '\u0301',
    'a',
    'ش',
    '🏳️‍🌈',
    '\u2028',
  );
  const text = fc.array(nasty, { maxLength: 30 }).map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(text, async (typed) => {
      const { body } = await site.post('/apply', { username: typed, displayName: typed, email: typed, reason: typed });
      assert.doesNotMatch(body, /[\u0000\u0007\u202e\u2066\u200b]|<script|"[^"=<>]*"[^"=<>]*\son\w+=/);
      assert.equal(body.match(/<\/textarea>/g)?.length, 1);
      assert.doesNotMatch(body, /\u0301{5}/);
    }),
    { numRuns: 40 },
  );
  await using welcome = await openNow({ peekWelcome: async () => ok(aWelcomeView({ displayName: '<b>x</b>\u05d0' })) });
  assert.match((await welcome.get('/welcome/welcome-1')).body, /<bdi>&lt;b>x&lt;\/b>\u05d0<\/bdi>/);
});

test('a link of a tried-out letter counts as changed when anything was added to it', async () => {
  await using site = await openNow();
  for (const [query, status] of [
    ['', 200],
    ['?lang=de', 200],
    ['?utm=1', 404],
    ['?', 404],
    ['?lang=de&utm=1', 404],
  ] as const) {
    assert.equal((await site.get(`/letter-check/as-sent${query}`)).status, status, query);
  }
});

test('where passwords are kept here, the form and a used welcome link lead to the page for forgotten ones', async () => {
  for (const forgotten of [true, false]) {
    await using site = await openNow({ peekWelcome: async () => refuse('used') }, { forgotten });
    for (const path of ['/', '/welcome/welcome-1'])
      assert.equal((await site.get(path)).body.includes('href="/forgotten"'), forgotten, path);
  }
});

test('who comes back to a used welcome link is told the Matrix ID and the homeserver to enter', async () => {
  const { userId, language } = aWelcomeView();
  await using site = await openNow({ peekWelcome: async () => refuse('used', { userId, language }) });
  const { status, body } = await site.get('/welcome/welcome-1');
  assert.equal(status, 410);
  assert.ok(body.includes('@shirin:porter.test'));
  assert.match(body, /choose another homeserver and enter <strong>.*matrix\.porter\.test/);
});

test('the welcome page says what the homeserver asks of passwords, before and after, in both languages', async () => {
  const policy = { least: 14, kinds: ['digit', 'symbol'] } as const;
  await using site = await openNow({
    peekWelcome: async () => ok({ ...aWelcomeView(), policy }),
    setPassword: async () => refuse('password', { refusal: 'policy', policy, lacking: ['length', 'digit'] }),
  });
  const english = (await site.get('/welcome/welcome-1?lang=en')).body;
  assert.match(english, /At least 14 characters\. .* It needs a digit \(0 to 9\)\. It needs a sign that is neither/);
  const german = (await site.get('/welcome/welcome-1?lang=de')).body;
  assert.match(german, /Mindestens 14 Zeichen\. .* Es braucht eine Ziffer/);
  const wrong = await site.post('/welcome/welcome-1', { password: 'x', repeat: 'x' });
  assert.equal(wrong.status, 400);
  // In the language that was chosen last.
  assert.match(wrong.body, /Unser Server verlangt mindestens 14 Zeichen\. Es braucht eine Ziffer \(0 bis 9\)\.</);
  await using plain = await openNow({ peekWelcome: async () => ok(aWelcomeView()) });
  assert.match((await plain.get('/welcome/welcome-1?lang=en')).body, /At least 10 characters\./);
});
