import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  expectAccessible,
  expectNoOverflow,
  pressThrough,
  startBrowser,
  type TestBrowser,
} from '../support/browser.ts';
import { openTestForgotten, type TestForgotten } from '../support/forgotten.ts';
import { needs } from '../support/needs.ts';

const NEW = 'quiet-Harbour-41-lantern';

describe('a forgotten password in the real browser', needs('chromium'), () => {
  let world: TestForgotten;
  let browser: TestBrowser;
  before(async () => {
    world = await openTestForgotten({ limits: { asks: { count: 500, per: 1 } } });
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
  });

  for (const [width, scheme, language] of [
    [320, 'light', 'de'],
    [320, 'dark', 'en'],
    [1280, 'light', 'en'],
  ] as const) {
    test(`H10: from the question to the new password without a barrier, ${width} px, ${scheme}, ${language}`, async () => {
      await using visitor = await browser.visitor({ width, scheme, language });
      const { page } = visitor;
      const { publicUrl } = world.site;
      const look = async () => {
        assert.equal(await page.getAttribute('html', 'lang'), language);
        assert.equal(await page.locator('script').count(), 0);
        await expectNoOverflow(page);
        await expectAccessible(page);
      };
      // Each width asks in an hour of its own.
      await world.opened.clock.advance(3_700_000);
      await page.goto(`${publicUrl}/forgotten`);
      await look();
      await page.fill('#email', 'lena');
      await pressThrough(page, () => page.click('main button'));
      assert.equal(await page.inputValue('#email'), 'lena');
      await look();
      await page.fill('#email', 'lena@example.org');
      await pressThrough(page, () => page.click('main button'));
      await look();
      await world.send();
      await page.goto(`${publicUrl}${world.link()}`);
      await look();
      await page.fill('#password', 'short');
      await page.fill('#repeat', 'short');
      await page.check('#stay');
      await pressThrough(page, () => page.click('main button'));
      assert.deepEqual([await page.inputValue('#password'), await page.isChecked('#stay')], ['', true]);
      await look();
      const next = `${NEW}-${width}-${scheme}`;
      await page.fill('#password', next);
      await page.fill('#repeat', next);
      await pressThrough(page, () => page.click('main button'));
      assert.equal(await world.isPassword(next), true);
      await look();
      await page.goto(`${publicUrl}${world.link()}`);
      await look();
      await world.send();
    });
  }
});
