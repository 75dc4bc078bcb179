import assert from 'node:assert/strict';
import http, { type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import {
  expectAccessible,
  expectNoOverflow,
  pressThrough,
  startBrowser,
  type TestBrowser,
} from '../support/browser.ts';
import { openTestGuests, operator, type TestGuests } from '../support/meeting-guests.ts';
import { needs } from '../support/needs.ts';
import { openTestSite, type TestSite } from '../support/site-door.ts';

/** Long enough to break a narrow page that does not break lines. */
const longRoom = 'a-room-with-a-very-long-name-'.repeat(5);
const rtlName = 'شیرین عبادی‌زاده (\u05e9\u05d9\u05e8\u05d9\u05df)';

interface Arrival {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
}

/** Stands where the Jitsi server would: another origin. */
async function openMeetingPlace() {
  const arrivals: Arrival[] = [];
  const server = http.createServer((req, res) => {
    const url = new URL(req.url ?? '', 'http://meet');
    if (url.searchParams.has('jwt')) arrivals.push({ method: req.method ?? '', url, headers: req.headers });
    res.setHeader('content-type', 'text/html').end('<!doctype html><title>The meeting</title><h1>The meeting</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('a guest’s link in the real browser', needs('chromium'), () => {
  let place: Awaited<ReturnType<typeof openMeetingPlace>>;
  let guests: TestGuests;
  let site: TestSite;
  let browser: TestBrowser;
  before(async () => {
    place = await openMeetingPlace();
    guests = await openTestGuests({ url: place.url });
    site = await openTestSite({
      guests: guests.guests,
      applicants: undefined,
      limits: { unknownLinks: { count: 500, per: 1 } },
    });
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.[Symbol.asyncDispose]();
    await site?.[Symbol.asyncDispose]();
    await guests?.[Symbol.asyncDispose]();
    place?.close();
  });

  for (const [width, scheme, language] of [
    [320, 'light', 'de'],
    [320, 'dark', 'en'],
    [1280, 'light', 'en'],
  ] as const) {
    test(`H10: no barrier and no overflow for guests, ${width} px, ${scheme}, ${language}`, async () => {
      await using visitor = await browser.visitor({ width, scheme, language });
      const { page } = visitor;
      const look = async () => {
        assert.equal(await page.getAttribute('html', 'lang'), language);
        assert.equal(await page.locator('script').count(), 0);
        await expectNoOverflow(page);
        await expectAccessible(page);
      };
      const named = await guests.invite({ room: longRoom, name: rtlName, moderator: true });
      const open = await guests.invite({ room: '*' });
      const revoked = await guests.invite();
      await guests.invites.revokeInvitation(revoked.id, operator);
      for (const link of [named.link, open.link, revoked.link, 'unknown']) {
        await page.goto(`${site.publicUrl}/meet/${link}`);
        await look();
      }
      await page.goto(`${site.publicUrl}/meet/${open.link}`);
      await pressThrough(page, () => page.click('main button'));
      assert.equal(await page.locator(':focus').getAttribute('role'), 'alert');
      await look();
      await page.goto(site.publicUrl);
      await look();
    });
  }

  for (const scripts of [true, false]) {
    test(`the button leads into the meeting on its own origin, which learns nothing of the link; scripts ${scripts ? 'on' : 'off'}`, async () => {
      await using visitor = await browser.visitor({ scripts });
      const { page } = visitor;
      const { link } = await guests.invite({ uses: 1 });
      place.arrivals.length = 0;
      await page.goto(`${site.publicUrl}/meet/${link}`);
      await page.fill('#name', rtlName);
      await page.dblclick('main button');
      // Not for a navigation: the second click may end the one that the first began.
      await page.getByRole('heading', { name: 'The meeting' }).waitFor();
      assert.ok(page.url().startsWith(`${place.url}/lobby?jwt=`), page.url());
      const arrival = place.arrivals.at(-1) ?? assert.fail('nobody came');
      assert.equal(arrival.method, 'GET');
      assert.equal(arrival.headers.referer, undefined);
      assert.equal((await guests.keys.verify(arrival.url.searchParams.get('jwt') ?? '')).ok, true);
      assert.equal(guests.noted.at(-1)?.name, rtlName);
      await page.goto(`${site.publicUrl}/meet/${link}`);
      assert.match(await page.innerText('h1'), /used up/);
    });
  }

  test('a browser that is not told of the meeting’s origin would stop at the redirect: the policy is what lets it through', async () => {
    await using visitor = await browser.visitor();
    const { page } = visitor;
    const { link } = await guests.invite({ name: 'Ada' });
    await page.route('**/meet/*', async (route) => {
      if (route.request().method() !== 'GET') return route.continue();
      const answer = await route.fetch();
      const policy = String(answer.headers()['content-security-policy']);
      assert.ok(policy.includes(`form-action 'self' ${place.url};`), policy);
      await route.fulfill({
        response: answer,
        headers: { ...answer.headers(), 'content-security-policy': policy.replace(` ${place.url}`, '') },
      });
    });
    place.arrivals.length = 0;
    await page.goto(`${site.publicUrl}/meet/${link}`);
    const refused = page.waitForEvent('console', (line) => /form-action/i.test(line.text()));
    await page.click('main button');
    await refused;
    assert.deepEqual(place.arrivals, []);
  });
});
