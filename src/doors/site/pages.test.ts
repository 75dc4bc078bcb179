import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { openTestSite } from '../../../test/support/site-door.ts';
import { aCheckView, aStatusView, aWelcomeView, siteUseCases } from '../../../test/support/site-use-cases.ts';
import { ok, refuse } from '../../kernel/outcome.ts';
import type { Stage } from '../../registration/application.ts';
import type { SiteUseCases } from '../../registration/use-cases.ts';

const filled = { username: 'shirin', displayName: 'شیرین', email: 'shirin@example.org', reason: 'Friends are there.' };
const titleOf = (body: string) => /<title>([^<]*)<\/title>/.exec(body)?.[1] ?? '';
const openNow = (over: Partial<SiteUseCases> = {}, more = {}) => {
  const { calls, useCases } = siteUseCases(over);
  return openTestSite({ useCases, ...more }).then((site) => Object.assign(site, { calls }));
};
/** Every link and form of a page, so that no page is a dead end. */
const waysOn = (body: string) =>
  [...body.matchAll(/(?:href|action)="(\/[^"]*)"/g)]
    .map(([, path]) => path)
    .filter((path) => !path?.startsWith('/assets'));

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

  test('S15: whatever a step refuses, the page says it and leads on', async () => {
    const refusals: readonly (readonly [
      string,
      Partial<SiteUseCases>,
      string,
      Record<string, string> | undefined,
      number,
    ])[] = [
      ['wrong code', {}, '/check/ticket-1', { code: '1' }, 400],
      ['empty code', {}, '/check/ticket-1', { code: ' ' }, 400],
      ['old code', { enterCode: async () => refuse('expired', undefined) }, '/check/ticket-1', { code: '1' }, 400],
      ['tenth code', { enterCode: async () => refuse('ended', undefined) }, '/check/ticket-1', { code: '1' }, 410],
      ['used code', { enterCode: async () => refuse('used', undefined) }, '/check/ticket-1', { code: '1' }, 409],
      [
        'unknown ticket',
        { enterCode: async () => refuse('unknown', undefined) },
        '/check/ticket-2',
        { code: '1' },
        404,
      ],
      [
        'name claimed',
        { enterCode: async () => refuse('name-claimed', undefined) },
        '/check/ticket-1',
        { code: '1' },
        409,
      ],
      [
        'address in use',
        { enterCode: async () => refuse('address-in-use', undefined) },
        '/check/ticket-1',
        { code: '1' },
        409,
      ],
      [
        'second name taken',
        { proveByCodeWithName: async () => refuse('taken', undefined) },
        '/check/ticket-1/name',
        { code: '1', username: 'x' },
        400,
      ],
      [
        'second name claimed',
        { proveByCodeWithName: async () => refuse('name-claimed', undefined) },
        '/check/ticket-1/name',
        { code: '1', username: 'x' },
        409,
      ],
      [
        'letter too soon',
        { resendProof: async () => refuse('limited', { at: Date.UTC(2026, 10, 22) }) },
        '/check/ticket-1/resend',
        {},
        429,
      ],
      ['letter too late', { resendProof: async () => refuse('ended', undefined) }, '/check/ticket-1/resend', {}, 410],
      [
        'no address',
        { correctAddress: async () => refuse('not-an-address', undefined) },
        '/check/ticket-1/address',
        { email: 'nope' },
        400,
      ],
      [
        'ticket of an ended one',
        { viewCheck: async () => aCheckView({ stage: 'expired' }) },
        '/check/ticket-1',
        undefined,
        410,
      ],
      ['link of an ended one', { peekProof: async () => refuse('ended', undefined) }, '/prove/prove-1', undefined, 410],
      ['used link', { peekProof: async () => refuse('used', undefined) }, '/prove/prove-1', undefined, 410],
      ['old link', { peekProof: async () => refuse('expired', undefined) }, '/prove/prove-1', undefined, 410],
      ['unknown link', {}, '/prove/nope', undefined, 404],
      ['link, name claimed', { proveByLink: async () => refuse('name-claimed', undefined) }, '/prove/prove-1', {}, 409],
      [
        'link, address in use',
        { proveByLink: async () => refuse('address-in-use', undefined) },
        '/prove/prove-1',
        {},
        409,
      ],
      [
        'link, second name bad',
        { proveByLink: async () => refuse('characters', undefined) },
        '/prove/prove-1',
        { username: 'Ä' },
        400,
      ],
      ['status unknown', {}, '/status/nope', undefined, 404],
      ['withdraw too late', { withdraw: async () => refuse('too-late') }, '/status/status-1/withdraw', {}, 409],
      ['withdraw unknown', { withdraw: async () => refuse('unknown') }, '/status/nope/withdraw', {}, 404],
      [
        'picked name taken',
        {
          pickName: async () => refuse('taken'),
          viewStatus: async () => aStatusView({ stage: 'approved', nameLost: true }),
        },
        '/status/status-1/name',
        { username: 'x' },
        400,
      ],
      [
        'welcome letter too soon',
        { resendWelcome: async () => refuse('limited', { at: Date.UTC(2026, 10, 22) }) },
        '/status/status-1/welcome',
        {},
        429,
      ],
      ['welcome unknown', {}, '/welcome/nope', undefined, 404],
      ['welcome used', { peekWelcome: async () => refuse('used') }, '/welcome/welcome-1', undefined, 410],
      ['welcome old', { peekWelcome: async () => refuse('expired') }, '/welcome/welcome-1', undefined, 410],
      ['welcome not now', { peekWelcome: async () => refuse('not-now') }, '/welcome/welcome-1', undefined, 409],
      ['password empty', {}, '/welcome/welcome-1', { password: '', repeat: '' }, 400],
      ['passwords differ', {}, '/welcome/welcome-1', { password: 'one thing', repeat: 'another' }, 400],
      [
        'password weak',
        { setPassword: async () => refuse('password', { refusal: 'guessable', why: 'site.password.why.dates' }) },
        '/welcome/welcome-1',
        { password: 'x', repeat: 'x' },
        400,
      ],
      [
        'link used meanwhile',
        { setPassword: async () => refuse('used', undefined) },
        '/welcome/welcome-1',
        { password: 'x', repeat: 'x' },
        410,
      ],
      [
        'new welcome too late',
        { renewWelcome: async () => refuse('too-late', undefined) },
        '/welcome/welcome-1/renew',
        {},
        409,
      ],
      ['old program', {}, '/verify.php?t=abc', undefined, 410],
    ];
    for (const [name, over, path, form, status] of refusals) {
      await using site = await openNow(over);
      const answer = form ? await site.post(path, form) : await site.get(path);
      assert.equal(answer.status, status, name);
      assert.match(answer.body, /<h1>/, name);
      assert.ok(waysOn(answer.body).length > 0, name);
      assert.doesNotMatch(answer.body, /\{\{|undefined|NaN|Invalid Date/, name);
      const after = /href="([^"]*)\?lang=de"/.exec(answer.body)?.[1];
      if (form && after) assert.notEqual((await site.get(`${after}?lang=de`)).status, 405, name);
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
    assert.doesNotMatch(wrong.body, /8765/);
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

test('who comes back to a used welcome link is told the Matrix ID and the homeserver to enter', async () => {
  const { userId, language } = aWelcomeView();
  await using site = await openNow({ peekWelcome: async () => refuse('used', { userId, language }) });
  const { status, body } = await site.get('/welcome/welcome-1');
  assert.equal(status, 410);
  assert.ok(body.includes('@shirin:porter.test'));
  assert.match(body, /choose another homeserver and enter <strong>.*matrix\.porter\.test/);
});
