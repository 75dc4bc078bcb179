import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answer, ask } from '../../../test/support/ask.ts';
import { openTestSite } from '../../../test/support/site-door.ts';
import { type AllSiteUseCases, siteUseCases } from '../../../test/support/site-use-cases.ts';
import { Fault } from '../../kernel/fault.ts';
import { makeLog } from '../../kernel/log.ts';

const sample = (path: string) =>
  path
    .replace(':ticket', 'ticket-1')
    .replace(':token', path.startsWith('/letter') ? 'as-sent' : `${path.split('/')[1]}-1`);

const policy =
  "default-src 'none';style-src 'self';img-src 'self';form-action 'self';frame-ancestors 'none';base-uri 'none'";
const isFrame = (path: string) => path === '/check/ticket-1/state';

function expectHeaders({ headers }: Answer, path: string, secure: boolean): void {
  assert.equal(
    headers['content-security-policy'],
    // The page "check your mail" has a frame with a line about its application, which only our own pages may frame.
    isFrame(path)
      ? policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
      : `${policy}${path === '/check/ticket-1' ? ";frame-src 'self'" : ''}`,
    path,
  );
  assert.equal(headers['x-content-type-options'], 'nosniff', path);
  assert.equal(headers['x-frame-options'], isFrame(path) ? 'SAMEORIGIN' : 'DENY', path);
  assert.equal(headers['referrer-policy'], 'same-origin', path);
  assert.match(String(headers['permissions-policy']), /camera=\(\)/, path);
  assert.equal(headers['strict-transport-security'], secure ? 'max-age=31536000' : undefined, path);
  assert.equal(headers['x-powered-by'], undefined, path);
  for (const cookie of headers['set-cookie'] ?? []) {
    assert.match(cookie, /; Path=\/; HttpOnly; SameSite=Lax/, path);
    if (secure) assert.match(cookie, /^__Host-[^;]+; .*; Secure/, path);
  }
}

const cacheOf = (answer: Answer) => answer.headers['cache-control'];

for (const secure of [true, false]) {
  test(`H7: every page ${secure ? 'behind TLS' : 'without TLS'} carries the headers; personal ones are kept nowhere`, async () => {
    await using site = await openTestSite(secure ? { publicUrl: 'https://join.porter.test' } : {});
    const pages = site.site.routes.filter((route) => route.get).map((route) => sample(route.path));
    const style = /href="(\/assets\/site[^"]+)"/.exec((await site.get('/')).body)?.[1] ?? '';
    for (const path of [
      ...pages,
      '/?lang=de',
      '/nothing',
      '/%ff',
      '/check/x',
      '/status/x',
      '/prove/x',
      '/welcome/x',
      style,
    ]) {
      const answer = await ask(site.port, path);
      expectHeaders(answer, path, secure);
      if (path === style) continue;
      if (answer.status === 200 && path !== '/.porter/seen')
        assert.match(String(answer.headers['content-type']), /^text\/html; charset=utf-8$/);
      if (path.startsWith('/?') || path === '/') assert.equal(cacheOf(answer), 'private, no-cache', path);
      else assert.equal(cacheOf(answer), 'no-store', path);
    }
    const refused = await ask(site.port, '/apply', { method: 'POST', body: 'a=b' });
    assert.equal(refused.status, 415);
    expectHeaders(refused, 'refused form', secure);
    const sent = await site.post('/apply', { username: 'a', email: 'a@b.test', reason: 'x' });
    expectHeaders(sent, 'sent form', secure);
  });
}

const broken = new Fault('The database does not answer: secret-canary-address', {
  code: 'storage.down',
  retryable: true,
  afterMs: 120_000,
  scope: 'channel',
});
const failing = (error: unknown): Partial<AllSiteUseCases> => {
  const fail = async (): Promise<never> => {
    throw error;
  };
  return {
    submit: fail,
    viewCheck: fail,
    enterCode: fail,
    proveByLink: fail,
    proveByCodeWithName: fail,
    resendProof: fail,
    correctAddress: fail,
    viewStatus: fail,
    withdraw: fail,
    pickName: fail,
    resendWelcome: fail,
    peekWelcome: fail,
    setPassword: fail,
    renewWelcome: fail,
    peekVoidLink: fail,
    renewLink: fail,
  };
};

test('H7: a part out of order is 503 with headers, the time to look again and an id that is in the log, never a stack', async () => {
  for (const [error, status] of [
    [broken, 503],
    [new Error('secret-canary in a stack'), 500],
    ['secret-canary thrown', 500],
  ] as const) {
    let log = '';
    const { useCases } = siteUseCases(failing(error));
    await using site = await openTestSite({ useCases, log: makeLog('debug', (line) => (log += line)) });
    const filled = {
      username: 'shirin',
      email: 'a@b.test',
      reason: 'typed reason',
      code: '1',
      password: 'pass-canary',
      repeat: 'pass-canary',
    };
    for (const { path, get, post } of site.site.routes) {
      if (/^\/(|prove|\/?[a-z_]+\.php|letter-check.*|\.porter.*)$/.test(path) || path === '/prove/:token') continue;
      for (const answer of [
        ...(get && path !== '/apply' ? [await site.get(sample(path))] : []),
        ...(post ? [await site.post(sample(path), filled)] : []),
      ]) {
        assert.equal(answer.status, status, path);
        expectHeaders(answer, path, false);
        assert.equal(answer.headers['retry-after'], status === 503 ? '120' : undefined, path);
        const id = /[0-9a-f]{10}/.exec(answer.body.replace(/\/assets\/[^"]+|value="[^"]*"/g, ''))?.[0] ?? 'no id';
        assert.ok(log.includes(`"id":"${id}"`), `${path}: ${id}`);
        assert.doesNotMatch(answer.body, /secret-canary|pass-canary|\n\s+at |\.ts:/, path);
      }
    }
    assert.doesNotMatch(log, /pass-canary|ticket-1|status-1|welcome-1/);
  }
});

test('a form that could not be taken keeps what was typed', async () => {
  const { useCases } = siteUseCases(failing(broken));
  await using site = await openTestSite({ useCases });
  const answer = await site.post('/apply', {
    username: 'shirin',
    displayName: 'شیرین',
    email: 'a@b.test',
    reason: 'typed <reason>',
  });
  assert.equal(answer.status, 503);
  for (const typed of ['value="shirin"', 'value="شیرین"', 'value="a@b.test"', 'typed &lt;reason>']) {
    assert.ok(answer.body.includes(typed), typed);
  }
});
