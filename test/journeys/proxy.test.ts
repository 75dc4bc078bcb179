import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { needs } from '../support/needs.ts';
import { makeVisitor, type VisitorOptions } from '../support/visitor.ts';
import { makeApplicant } from './support/applicant.ts';
import { type House, openHouse, wideLimits } from './support/house.ts';
import { type HttpProxy, startHttpProxy } from './support/http-proxy.ts';
import { restartWith } from './support/talk.ts';
import { check } from './support/unfinished.ts';

const AT_ONCE = 2;

describe('behind a reverse proxy', needs('synapse'), () => {
  let proxy: HttpProxy;
  let house: House;
  let visit = 0;
  before(async () => {
    proxy = await startHttpProxy(() => house.porter.site, true);
    house = await openHouse({
      config: {
        // Everybody in this test lives on 127.0.0.0/8, so only the proxy's own address can be trusted.
        site: { publicUrl: proxy.url, trustedProxies: ['127.0.0.1'] },
        registration: { limits: { ...wideLimits, perNetworkAtOnce: AT_ONCE, perNetworkPerHour: AT_ONCE } },
      },
    });
  });
  after(async () => {
    await house?.[Symbol.asyncDispose]();
    await proxy?.[Symbol.asyncDispose]();
  });

  /** Somebody new hands in an application: the page it ends on. */
  function apply(options: VisitorOptions, site = proxy.url) {
    visit += 1;
    return makeApplicant(house, { username: `guest${visit}`, visitor: makeVisitor('en', options), site }).apply();
  }

  test('H8: limits count the machine that the proxy saw, and say when to come again', async () => {
    for (let n = 0; n < AT_ONCE; n += 1) assert.match((await apply({ from: '127.0.0.2' })).url, /\/check\//);
    const refused = await apply({ from: '127.0.0.2' });
    assert.equal(refused.status, 429);
    assert.match(refused.title, /^Error:/);
    const seconds = Number(refused.retryAfter);
    assert.ok(seconds > 0 && seconds <= 3_600, refused.retryAfter);
    assert.ok(refused.html.includes(`value="guest${visit}"`), 'nothing typed is lost');
    assert.match((await apply({ from: '127.0.0.3' })).url, /\/check\//, 'others are not bothered');
  });

  test('H8: what a stranger writes into the header changes nothing, before the proxy or past it', async () => {
    const forged = { 'x-forwarded-for': '198.51.100.7', forwarded: 'for=198.51.100.7', 'x-real-ip': '198.51.100.7' };
    assert.equal((await apply({ from: '127.0.0.2', headers: forged })).status, 429);
    const past = (address: string) => {
      const headers = { ...forged, 'x-forwarded-for': address, origin: proxy.url };
      return apply({ from: '127.0.0.4', headers }, house.porter.site);
    };
    for (let n = 0; n < AT_ONCE; n += 1) assert.match((await past(`198.51.100.${n}`)).url, /\/check\//);
    assert.equal((await past('198.51.100.200')).status, 429);
  });

  test('H8: a poisoned Host leads nobody anywhere: links come from the configuration', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' };
    const nia = makeApplicant(house, {
      username: 'nia',
      visitor: makeVisitor('en', { from: '127.0.0.5', headers }),
      site: house.porter.site,
    });
    const page = await nia.apply();
    assert.doesNotMatch(page.html + page.url, /evil\.example/);
    const good = makeApplicant(house, {
      username: 'good',
      visitor: makeVisitor('en', { from: '127.0.0.6', headers: { 'x-forwarded-host': 'evil.example' } }),
      site: proxy.url,
    });
    await good.apply();
    const letter = await house.letter(good.email, '/prove/');
    assert.doesNotMatch(letter.raw, /evil\.example/);
    assert.ok(letter.text.includes(`${proxy.url}/prove/`));
    const proved = await good.proveByLink();
    assert.match(proved.url, new RegExp(`^${proxy.url}/status/`));
  });

  test('H8: a proxy that says nothing puts nobody into one bucket: limits are off, with one log line', async () => {
    await using silent = await startHttpProxy(() => house.porter.site);
    await restartWith(house, { site: { publicUrl: silent.url } });
    const before = (await house.porter.logs()).length;
    for (let n = 0; n < 2 * AT_ONCE; n += 1) {
      assert.match((await apply({ from: '127.0.0.7' }, silent.url)).url, /\/check\//);
    }
    const lines = (await house.porter.logs()).slice(before).filter(({ msg }) => msg.startsWith('limits per network'));
    assert.equal(lines.length, 1);
    const { exit, lines: checked } = await check(house.porter);
    assert.ok(
      checked.some(({ code }) => code === 'site.no-client-address'),
      JSON.stringify(checked),
    );
    assert.equal(exit, 1);
  });
});
