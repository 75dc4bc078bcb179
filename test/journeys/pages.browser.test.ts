import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { Fault } from '../../src/kernel/fault.ts';
import type { UserId } from '../../src/kernel/matrix-id.ts';
import { ok, refuse } from '../../src/kernel/outcome.ts';
import type { OwnPages } from '../../src/kernel/own-texts.ts';
import {
  expectAccessible,
  expectNoOverflow,
  pressThrough,
  startBrowser,
  type TestBrowser,
  takePicture,
} from '../support/browser.ts';
import { needs } from '../support/needs.ts';
import { typedFields } from '../support/order.ts';
import { openTestSite, type TestSite } from '../support/site-door.ts';
import {
  type AllSiteUseCases,
  aCheckView,
  aStatusView,
  aWelcomeView,
  siteUseCases,
} from '../support/site-use-cases.ts';

/** Long enough to break a narrow page that does not break lines. */
const longId = `@${'a-very-long-name'.repeat(6)}:matrix.a-long-department-name.university.example.org` as UserId;
const rtlName = 'شیرین عبادی‌زاده (\u05e9\u05d9\u05e8\u05d9\u05df)';
const later = Date.UTC(2026, 10, 21, 18);
const pages: OwnPages = {
  terms: [{ language: undefined, text: { kind: 'link', url: 'https://example.org/terms' } }],
  rules: [
    {
      language: 'de',
      text: { kind: 'text', text: `Seid freundlich.\nImmer.\n\nMehr: https://example.org/${'lang'.repeat(40)}` },
    },
  ],
  imprint: [{ language: undefined, text: { kind: 'text', text: 'Chor e. V., Am Markt 1' } }],
  privacy: [{ language: undefined, text: { kind: 'text', text: 'Nothing is kept.' } }],
  contact: [{ language: undefined, text: { kind: 'link', url: 'mailto:hello@example.org' } }],
};

/** The token in the address chooses what the doubles answer, so that one site shows every page. */
const answers: Partial<AllSiteUseCases> = {
  accept: { value: 'terms 1a2b3c4d5e6f, rules 0f9e8d7c6b5a', names: ['terms', 'rules'] },
  requiredFields: new Set(['username', 'email', 'reason', 'accepted']),
  asksPassword: true,
  submit: async ({ typed }) =>
    typed.username === 'limit'
      ? { kind: 'limited', why: 'day', at: later }
      : {
          kind: 'problems',
          password: { refusal: 'common', why: 'site.password.why.topTen' },
          problems: [
            { field: 'username', refusal: 'taken', instead: 'shirin.e' },
            { field: 'displayName', refusal: 'too-long' },
            { field: 'email', refusal: 'misspelt', instead: 'shirin@a-long-provider-name.example' },
            { field: 'accepted', refusal: 'not-accepted' },
            { field: 'reason', refusal: 'too-long' },
          ],
        },
  viewCheck: async (ticket) => {
    if (ticket === 'fault') throw new Fault('down', { code: 'storage.down', retryable: true, scope: 'channel' });
    if (ticket === 'long')
      return aCheckView({ userId: longId, email: `${'long-address'.repeat(5)}@example.org`, mailRefused: true });
    if (ticket === 'ended') return aCheckView({ stage: 'expired' });
    return ticket === 'nope' ? undefined : aCheckView({ letterAgainAt: ticket === 'later' ? later : 0 });
  },
  enterCode: async (_ticket, code) =>
    code === '1' ? refuse('name-claimed', undefined) : refuse('wrong-code', { left: 4 }),
  proveByCodeWithName: async () => refuse('reserved', undefined),
  correctAddress: async () => refuse('misspelt', { instead: 'shirin@a-long-provider-name.example' }),
  peekProof: async (token) =>
    token === 'prove-1'
      ? ok(aWelcomeView({ userId: longId }))
      : token === 'used'
        ? refuse('used', undefined)
        : refuse('unknown', undefined),
  viewStatus: async (token) => {
    if (token === 'lost') return aStatusView({ stage: 'approved', nameLost: true, userId: longId, mayWithdraw: false });
    if (token === 'admitted') return aStatusView({ stage: 'admitted', mayResendWelcome: true, mayWithdraw: false });
    if (token === 'expired') return aStatusView({ stage: 'expired', why: 'nobody-decided', mayWithdraw: false });
    return token === 'status-1' ? aStatusView({ userId: longId }) : undefined;
  },
  withdraw: async () => refuse('too-late'),
  pickName: async () => refuse('characters'),
  peekWelcome: async (token) =>
    token === 'welcome-1'
      ? ok(aWelcomeView({ displayName: rtlName, userId: longId }))
      : token === 'old'
        ? refuse('expired')
        : refuse('used'),
  setPassword: async (_token, password) =>
    password === 'good'
      ? ok(aWelcomeView({ displayName: rtlName, userId: longId }))
      : refuse('password', { refusal: 'guessable', why: 'site.password.why.userInputs' }),
};

const press = (page: Page, within = 'main') =>
  pressThrough(page, () => page.locator(`${within} button[type=submit]:not(.plain)`).first().click());
const apply = async (page: Page, username: string) => {
  await page.fill('#username', username);
  await page.fill('#displayName', rtlName);
  await page.fill('#email', 'shirin');
  await page.fill('#reason', 'دوستانم اینجا هستند. Friends are here.');
  for (const field of await page.locator('input[type=password]').all()) await field.fill('password123');
  await press(page);
};
const send = async (page: Page, fields: Readonly<Record<string, string>>, within?: string) => {
  for (const [id, value] of Object.entries(fields)) await page.fill(`#${id}`, value);
  await press(page, within);
};
const open = async (page: Page) => {
  for (const summary of await page.locator('summary').all()) await summary.click();
};

/** Each page or state: where it begins, and how to come to it. */
const states: Readonly<Record<string, readonly [string, ((page: Page) => Promise<void>)?]>> = {
  apply: ['/'],
  'apply with problems': ['/', (page) => apply(page, 'shirin')],
  'apply limited': ['/', (page) => apply(page, 'limit')],
  check: ['/check/ticket-1', open],
  'check, letter later': ['/check/later?sent=again', open],
  'check, mail refused': ['/check/long'],
  'check, wrong code': ['/check/ticket-1', (page) => send(page, { code: '2' })],
  'check, another name': ['/check/ticket-1', (page) => send(page, { code: '1' })],
  'check, wrong address': ['/check/long', (page) => send(page, { email: 'nope' }, 'details[open]')],
  'check ended': ['/check/ended'],
  prove: ['/prove/prove-1'],
  'prove used': ['/prove/used'],
  status: ['/status/status-1', open],
  'status, too late': ['/status/status-1', (page) => open(page).then(() => press(page, 'details'))],
  'status, name lost': ['/status/lost', (page) => send(page, { username: 'Ä' })],
  'status, account ready': ['/status/admitted?done=resent'],
  'status, expired': ['/status/expired'],
  welcome: ['/welcome/welcome-1'],
  'welcome, weak password': ['/welcome/welcome-1', (page) => send(page, { password: 'x', repeat: 'x' })],
  'welcome done': ['/welcome/welcome-1', (page) => send(page, { password: 'good', repeat: 'good' })],
  'welcome old': ['/welcome/old'],
  'welcome used': ['/welcome/used'],
  'house rules': ['/rules'],
  'no such page': ['/nope'],
  'old program': ['/verify.php?t=1'],
  fault: ['/check/fault'],
  'letter check': ['/letter-check/as-sent'],
};

describe('every page in the real browser', needs('chromium'), () => {
  let site: TestSite;
  let closed: TestSite;
  let browser: TestBrowser;
  before(async () => {
    site = await openTestSite({
      useCases: siteUseCases(answers).useCases,
      serverName: 'matrix.a-long-department-name.university.example.org',
      limits: { minimumTime: 0 },
      own: { pages, versions: { rules: '0f9e8d7c6b5a' } },
      intro: [{ language: 'de', text: { kind: 'text', text: 'Wir sind ein Chor.\n\nGeprobt wird montags.' } }],
      clients: [
        { name: 'Element X (Android, iPhone)', url: 'https://mobile.element.io/element?account_provider={server}' },
        { name: 'FluffyChat', url: 'https://fluffychat.im' },
      ],
    });
    closed = await openTestSite({ useCases: siteUseCases({ isOpen: () => false }).useCases });
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.[Symbol.asyncDispose]();
    await site?.[Symbol.asyncDispose]();
    await closed?.[Symbol.asyncDispose]();
  });

  /** Walks all states; `look` is called on each. */
  async function walk(
    page: Page,
    language: 'en' | 'de',
    look: (name: string) => Promise<void>,
    only = Object.keys(states),
  ) {
    // The choice outweighs the language of the applications.
    await page.goto(`${site.publicUrl}/?lang=${language}`);
    for (const [name, [start, go]] of Object.entries(states)) {
      if (!only.includes(name)) continue;
      await page.goto(`${site.publicUrl}${start}`);
      await go?.(page);
      await look(name);
    }
    await page.goto(closed.publicUrl);
    await look('closed');
  }

  // Every pair of width, scheme and language is among these four; two of them look at the pages that hold all parts.
  const main = ['apply with problems', 'check, mail refused', 'status', 'welcome', 'no such page'];
  for (const [width, scheme, language, only] of [
    [320, 'light', 'de', main],
    [320, 'dark', 'en', undefined],
    [1280, 'light', 'de', undefined],
    [1280, 'dark', 'en', main],
  ] as const) {
    test(`H10: no barrier and no overflow on any page, ${width} px, ${scheme}, ${language}`, async () => {
      // Scripts are on for the checker, which is one; the pages hold none and their policy refuses any.
      await using visitor = await browser.visitor({ width, scheme, language });
      const { page } = visitor;
      await walk(
        page,
        language,
        async (name) => {
          assert.equal(await page.getAttribute('html', 'lang'), language, name);
          assert.equal(await page.locator('script').count(), 0, name);
          await expectNoOverflow(page);
          await expectAccessible(page);
        },
        only,
      );
    });
  }

  test('H10: with scripts off every page is reached, and its controls are as large as WCAG 2.2 asks', async () => {
    await using visitor = await browser.visitor({ scripts: false, width: 320, scheme: 'dark', language: 'de' });
    const { page } = visitor;
    await walk(page, 'de', async (name) => {
      assert.equal(await page.locator('h1').count(), 1, name);
      await expectNoOverflow(page);
      for (const control of await page.locator('button, input:not([type=hidden]):not(.trap *), summary, nav a').all()) {
        const box = (await control.isVisible()) ? await control.boundingBox() : null;
        if (box) assert.ok(box.height >= 24 && box.width >= 24, `${name}: ${await control.innerHTML()}`);
      }
    });
  });

  test('H10: the extra step for quick senders has no barrier and carries everything on', async () => {
    const { calls, useCases } = siteUseCases();
    await using quick = await openTestSite({ useCases, limits: { minimumTime: 60_000 } });
    await using visitor = await browser.visitor({ width: 320, language: 'de' });
    await visitor.page.goto(quick.publicUrl);
    await apply(visitor.page, 'shirin');
    await expectAccessible(visitor.page);
    await expectNoOverflow(visitor.page);
    await press(visitor.page);
    assert.match(visitor.page.url(), /\/check\/ticket-1$/);
    const { form, ...submitted } = (calls.find(([name]) => name === 'submit')?.[1] ?? {}) as Record<string, unknown>;
    assert.equal(typeof form, 'string');
    const filled = { username: 'shirin', displayName: rtlName, email: 'shirin' };
    assert.deepEqual(submitted, {
      typed: typedFields({ ...filled, reason: 'دوستانم اینجا هستند. Friends are here.' }),
      language: 'de',
      // Without a proxy that says where somebody comes from, networks cannot be told apart.
      network: undefined,
    });
  });

  test('S15: switching the language on a half-filled form loses nothing', async () => {
    await using visitor = await browser.visitor({ scripts: false });
    const { page } = visitor;
    await page.goto(site.publicUrl);
    await page.fill('#username', 'shirin');
    await page.fill('#reason', 'Half a sent');
    await pressThrough(page, () => page.click('text=Deutsch'));
    assert.equal(await page.getAttribute('html', 'lang'), 'de');
    assert.equal(await page.inputValue('#username'), 'shirin');
    assert.equal(await page.inputValue('#reason'), 'Half a sent');
    await page.goto(`${site.publicUrl}/status/status-1`);
    assert.equal(await page.getAttribute('html', 'lang'), 'de');
  });

  test('S15: by keyboard alone: skip link, summary in focus after an error, links that lead to their fields', async () => {
    await using visitor = await browser.visitor({ scripts: false });
    const { page } = visitor;
    await page.goto(site.publicUrl);
    await page.keyboard.press('Tab');
    assert.equal(await page.locator(':focus').getAttribute('href'), '#content');
    await apply(page, 'shirin');
    assert.match(await page.title(), /^Error: /);
    assert.equal(await page.locator(':focus').getAttribute('role'), 'alert');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/#username$/);
    assert.equal(await page.locator('.trap input').getAttribute('tabindex'), '-1');
  });

  test('the apply page for the documentation', async () => {
    const picture = path.join(import.meta.dirname, '../../docs/images/apply.png');
    // Drawn anew only when asked for, so that a test run leaves the tree as it was.
    if (existsSync(picture) && !process.env['PORTER_PICTURES']) return;
    await using show = await openTestSite({ serverName: 'example.org' });
    await using visitor = await browser.visitor({ width: 820, height: 900 });
    await visitor.page.goto(show.publicUrl);
    await takePicture(visitor.page, picture);
  });
});
