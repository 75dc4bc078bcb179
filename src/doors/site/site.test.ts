import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ask } from '../../../test/support/ask.ts';
import { openTestSite, type TestSite } from '../../../test/support/site-door.ts';
import { type Calls, siteUseCases } from '../../../test/support/site-use-cases.ts';

const looking = new Set(['viewCheck', 'peekProof', 'viewStatus', 'peekWelcome']);
/** What changed something: everything but looking. */
const changes = (calls: Calls) => calls.map(([name]) => name).filter((name) => !looking.has(name));

/** A route's path with values that the doubles know. */
function sample(path: string): string {
  const token = path.startsWith('/letter-check') ? 'as-sent' : `${path.split('/')[1]}-1`;
  return path.replace(':ticket', 'ticket-1').replace(':token', token);
}

const type = { 'content-type': 'application/x-www-form-urlencoded' };
const filled = {
  username: 'shirin',
  displayName: 'شیرین',
  email: 'shirin@example.org',
  reason: 'Friends are there.',
  code: '1234 5678',
  password: 'a long sentence of words',
  repeat: 'a long sentence of words',
};

async function withSite(run: (site: TestSite, calls: Calls) => Promise<void>, over = {}): Promise<void> {
  const { calls, useCases } = siteUseCases();
  await using site = await openTestSite({ useCases, ...over });
  await run(site, calls);
}

describe('writes only from our own pages', () => {
  const sources: readonly (readonly [string, Record<string, string>, boolean])[] = [
    ['our page', { 'sec-fetch-site': 'same-origin', origin: 'OURS' }, true],
    ['our page, origin hidden', { 'sec-fetch-site': 'same-origin', origin: 'null' }, true],
    ['a browser without fetch metadata', { origin: 'OURS' }, true],
    ['typed by hand', { 'sec-fetch-site': 'none' }, true],
    ['no header at all, but the right token', {}, true],
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, false],
    ['another site that hides', { 'sec-fetch-site': 'cross-site', origin: 'null' }, false],
    ['a sibling host', { 'sec-fetch-site': 'same-site', origin: 'https://blog.porter.test' }, false],
    ['a sibling, old browser', { origin: 'https://blog.porter.test' }, false],
    ['another port, old browser', { origin: 'http://127.0.0.1:1' }, false],
    ['null, old browser', { origin: 'null' }, false],
    ['metadata against the origin', { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }, false],
    ['nonsense metadata', { 'sec-fetch-site': 'SAME-ORIGIN', origin: 'OURS' }, false],
  ];

  test('H5: over all forms, only same-origin posts with the right token change anything', () =>
    withSite(
      async (site, calls) => {
        const { token, cookie } = await site.credentials();
        const forms = site.site.routes.filter((route) => route.post);
        assert.ok(forms.length >= 10);
        for (const { path } of forms) {
          for (const [at, [name, source, passes]] of sources.entries()) {
            calls.length = 0;
            const headers = Object.fromEntries(
              Object.entries(source).map(([key, value]) => [key, value === 'OURS' ? site.publicUrl : value]),
            );
            // The same form twice would count once.
            const username = `${filled.username}${at}`;
            const body = new URLSearchParams({ formToken: token, ...filled, username }).toString();
            const answer = await ask(site.port, sample(path), {
              method: 'POST',
              body,
              headers: { ...type, cookie, ...headers },
            });
            assert.equal(changes(calls).length, passes ? 1 : 0, `${path}: ${name}: ${answer.status}`);
            if (!passes) assert.equal(answer.status, 403, `${path}: ${name}`);
          }
        }
      },
      { limits: { applications: { count: 999, per: 1 }, nameChecks: { count: 999, per: 1 } } },
    ));

  test('H5: no token, a forged one, one of another visitor or one without its cookie changes nothing', () =>
    withSite(async (site, calls) => {
      const { token, cookie } = await site.credentials();
      const other = await ask(site.port, '/prove/prove-1');
      const otherToken = /name="formToken" value="([^"]+)"/.exec(other.body)?.[1] ?? '';
      const [at = ''] = token.split('.');
      for (const { path } of site.site.routes.filter((route) => route.post)) {
        for (const [formToken, sent] of [
          ['', cookie],
          [`${at}.forged`, cookie],
          [`${at}x${token.slice(at.length)}`, cookie],
          [`${token}x`, cookie],
          [otherToken, cookie],
          [token, ''],
          [token, 'porter=aaaaaaaaaaaaaaaaaaaaaa'],
          [token, 'porter=<script>'],
        ] as const) {
          calls.length = 0;
          const body = new URLSearchParams({ formToken, ...filled }).toString();
          const headers = { ...type, cookie: sent, origin: site.publicUrl, 'sec-fetch-site': 'same-origin' };
          const answer = await ask(site.port, sample(path), { method: 'POST', body, headers });
          assert.equal(answer.status, 403, path);
          assert.deepEqual(changes(calls), [], path);
        }
      }
    }));

  test('H5: GET, HEAD and posts in disguise change nothing', () =>
    withSite(async (site, calls) => {
      const { token, cookie } = await site.credentials();
      const fields = new URLSearchParams({ formToken: token, _method: 'POST', ...filled }).toString();
      for (const route of site.site.routes) {
        const path = sample(route.path);
        const headers = {
          cookie,
          origin: site.publicUrl,
          'x-http-method-override': 'POST',
          'sec-fetch-site': 'same-origin',
        };
        for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
          const answer = await ask(site.port, `${path}?${fields}`, { method, headers });
          const taken = route.get && (method === 'GET' || method === 'HEAD');
          if (!taken) {
            assert.equal(answer.status, 405, `${method} ${path}`);
            assert.equal(
              answer.headers.allow,
              [...(route.get ? ['GET', 'HEAD'] : []), ...(route.post ? ['POST'] : [])].join(', '),
            );
          }
        }
        if (route.post) {
          const json = JSON.stringify({ formToken: token, ...filled });
          for (const [body, contentType] of [
            [json, 'text/plain'],
            [json, 'application/json'],
            [fields, 'text/plain'],
          ] as const) {
            const answer = await ask(site.port, path, {
              method: 'POST',
              body,
              headers: { ...headers, 'content-type': contentType },
            });
            assert.equal(answer.status, 415, path);
          }
        }
      }
      assert.deepEqual(changes(calls), []);
    }));
});

test('H3: bodies that cannot be read are turned away with a page of their own, and change nothing', () =>
  withSite(async (site, calls) => {
    const { token, cookie } = await site.credentials();
    const good = `formToken=${token}`;
    for (const [body, status] of [
      [`${good}&username=%ff`, 400],
      [`${good}&username=%ED%A0%80`, 400],
      [`${good}&username=a&username=b`, 400],
      [`${good}&username=%zz`, 400],
      [Buffer.from(`${good}&reason=\xff\xfe`, 'latin1'), 400],
      [`${good}&${'[a]'.repeat(10_000)}=1`, 413],
      [`${good}&reason=${'a'.repeat(17_000)}`, 413],
    ] as const) {
      const headers = { ...type, cookie, origin: site.publicUrl };
      const answer = await ask(site.port, '/apply', { method: 'POST', body, headers });
      assert.equal(answer.status, status);
      assert.match(answer.body, /<h1>/);
      assert.doesNotMatch(answer.body, /\n\s+at |node_modules|HttpProblem/);
    }
    const polluted = await ask(site.port, '/apply', {
      method: 'POST',
      body: `${good}&__proto__=x&constructor[prototype][y]=z&username=shirin`,
      headers: { ...type, cookie, origin: site.publicUrl },
    });
    assert.ok(polluted.status < 500);
    assert.equal(({} as { y?: unknown }).y, undefined);
    for (const path of ['/check/%ff', '/status/%', '/prove/%ED%A0%80', '/welcome/%00', '/%2e%2e/%2e%2e/etc/passwd']) {
      const answer = await ask(site.port, path);
      assert.ok(answer.status === 400 || answer.status === 404, path);
      assert.match(answer.body, /<h1>/);
    }
    assert.deepEqual(
      changes(calls).filter((name) => name !== 'submit'),
      [],
    );
  }));

test('H6: no address and no parameter leads to another place', () =>
  withSite(async (site) => {
    const places = [
      '//evil.example',
      '/\\evil.example',
      '/%2f%2fevil.example',
      'https:evil.example',
      'https://evil.example',
      '/%09/evil.example',
      '/%5cevil.example',
      '//user@evil.example/%2f..',
      'javascript:alert(1)',
    ];
    for (const place of places) {
      const value = encodeURIComponent(place);
      for (const path of [
        place.startsWith('/') ? place : `/${place}`,
        `/apply?next=${value}&return=${value}`,
        `/?lang=${value}`,
        `/check/ticket-1?sent=${value}`,
        `/status/status-1?done=${value}`,
        `/verify.php?t=${value}`,
      ]) {
        const answer = await ask(site.port, path);
        const { location } = answer.headers;
        assert.ok(location === undefined || location === '/', `${path} → ${location}`);
        assert.doesNotMatch(answer.body, /(href|action)="[^"]*evil/, path);
      }
    }
    const sent = await site.post('/apply', { ...filled, next: '//evil.example', return: 'https://evil.example' });
    assert.equal(sent.headers.location, '/check/ticket-1');
  }));

test('H8: a forged Host is never repeated, and links come from configuration', () =>
  withSite(async (site) => {
    for (const { path, get } of site.site.routes) {
      if (!get) continue;
      const headers = {
        host: 'evil.example',
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'javascript',
        forwarded: 'host=evil.example',
      };
      const answer = await ask(site.port, sample(path), { headers });
      assert.doesNotMatch(`${answer.body}${JSON.stringify(answer.headers)}`, /evil\.example/, path);
    }
  }));

test('H8: limits count the address that a trusted proxy saw', async () => {
  const { useCases } = siteUseCases();
  await using site = await openTestSite({ useCases, limits: { nameChecks: { count: 999, per: 1 } } });
  const from = (address: string) => site.post('/apply', filled, { 'x-forwarded-for': address });
  for (const forged of ['1.1.1.1', '2.2.2.2', '3.3.3.3']) {
    assert.equal((await from(`${forged}, 198.51.100.7`)).status, 303);
  }
  const full = await from('4.4.4.4, 198.51.100.7');
  assert.equal(full.status, 429);
  assert.ok(Number(full.headers['retry-after']) > 60);
  assert.match(full.body, /value="shirin@example.org"/);
  assert.equal((await from('198.51.100.8')).status, 303);
  for (let time = 0; time < 6; time += 1) assert.equal((await site.post('/apply', filled)).status, 303);
});

test('H9: nothing internal answers on the public listener', () =>
  withSite(async (site) => {
    for (const path of [
      '/healthz',
      '/readyz',
      '/metrics',
      '/_matrix/app/v1/ping',
      '/_matrix/app/v1/transactions/1',
      '/transactions/1',
      '/_matrix/client/versions',
      '/_synapse/admin/v1/users',
      '/_mxisd/backend/api/v1/auth/login',
      '/applications',
      '/desk',
      '/intake',
      '/.porter/seen',
      '/.porter',
      '/.env',
      '/assets/',
      '/assets/../package.json',
    ]) {
      for (const method of ['GET', 'POST', 'PUT']) {
        const headers = { ...type, authorization: 'Bearer as_token' };
        const { status } = await ask(site.port, path, { method, headers });
        assert.ok(status === 404 || (path === '/.porter/seen' && status === 405), `${method} ${path}: ${status}`);
      }
    }
    for (const token of ['', 'wrong', 'seen-tokeN']) {
      assert.equal((await ask(site.port, '/.porter/seen', { headers: { 'x-porter-seen': token } })).status, 404);
    }
    const headers = { 'x-porter-seen': 'seen-token', 'x-forwarded-for': '198.51.100.7' };
    const seen = JSON.parse((await ask(site.port, '/.porter/seen', { headers })).body);
    const { run, host, ...rest } = seen;
    const address = { client: '198.51.100.7', peer: '127.0.0.1', forwardedFor: ['198.51.100.7'] };
    assert.deepEqual(rest, { ...address, forwardedProto: null });
    assert.equal(host, `127.0.0.1:${site.port}`);
    assert.match(run, /^[\w-]{16}$/);
  }));
