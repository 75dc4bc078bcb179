import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openTestAccountSite, type TestAccountSite } from '../support/account-site.ts';
import {
  expectAccessible,
  expectNoOverflow,
  pressThrough,
  startBrowser,
  type TestBrowser,
} from '../support/browser.ts';
import { PASSWORD } from '../support/identity-door.ts';
import { needs } from '../support/needs.ts';

describe('the account page in the real browser', needs('chromium'), () => {
  let browser: TestBrowser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser?.[Symbol.asyncDispose]());

  for (const [width, scheme, language] of [
    [320, 'light', 'de'],
    [320, 'dark', 'en'],
    [1280, 'light', 'en'],
  ] as const) {
    test(`H10: from the sign-in to a new password without a barrier, ${width} px, ${scheme}, ${language}`, async () => {
      await using world: TestAccountSite = await openTestAccountSite();
      await using visitor = await browser.visitor({ width, scheme, language });
      const { page } = visitor;
      const look = async (name: string) => {
        assert.equal(await page.getAttribute('html', 'lang'), language);
        assert.equal(await page.locator('script').count(), 0);
        await expectNoOverflow(page);
        await expectAccessible(page);
        const folder = process.env['PORTER_PICTURES'];
        if (folder !== undefined)
          await page.screenshot({ path: `${folder}/${name}-${width}-${scheme}.png`, fullPage: true });
      };
      await page.goto(world.site.publicUrl);
      assert.equal(new URL(page.url()).pathname, '/sign-in');
      await look('sign-in');
      await page.fill('#name', 'lena');
      await page.fill('#password', 'wrong');
      await pressThrough(page, () => page.click('main button'));
      assert.deepEqual([await page.inputValue('#name'), await page.inputValue('#password')], ['lena', '']);
      await look('sign-in-wrong');
      await page.fill('#password', PASSWORD);
      await pressThrough(page, () => page.click('main button'));
      assert.equal(new URL(page.url()).pathname, '/account');
      await look('account');
      await page.fill('#current', PASSWORD);
      await page.fill('#password', 'short');
      await page.fill('#repeat', 'short');
      await pressThrough(page, () => page.click('form[action="/account/password"] button'));
      await look('account-weak');
      for (const [field, typed] of [
        ['#current', PASSWORD],
        ['#password', 'quiet-Harbour-41-lantern'],
        ['#repeat', 'quiet-Harbour-41-lantern'],
      ] as const)
        await page.fill(field, typed);
      await pressThrough(page, () => page.click('form[action="/account/password"] button'));
      assert.equal(new URL(page.url()).pathname, '/account');
      await look('account-changed');

      const sendAddress = async (password: string) => {
        await page.fill('#email', 'lena.ortiz.with-a-long-name@another-provider.example');
        await page.fill('#emailPassword', password);
        await pressThrough(page, () => page.click('form[action="/account/email"] button'));
      };
      await sendAddress('wrong');
      await look('account-email-wrong');
      await sendAddress('quiet-Harbour-41-lantern');
      assert.equal(await page.locator('form[action="/account/email/withdraw"]').count(), 1);
      await look('account-email-asked');
      await world.send();
      await page.goto(`${world.site.publicUrl}${world.link()}`);
      await look('new-email');
      await pressThrough(page, () => page.click('main button'));
      await look('new-email-done');
      await page.goto(`${world.site.publicUrl}${world.link()}`);
      await look('new-email-again');
      await page.goto(`${world.site.publicUrl}/account`);
      await pressThrough(page, () => page.click('form[action="/account/sign-out"] button'));
      await page.goto(`${world.site.publicUrl}/account`);
      assert.equal(new URL(page.url()).pathname, '/sign-in');
    });
  }
});
