import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Submission } from '../../src/registration/apply/submit.ts';
import { pressThrough, startBrowser, type TestBrowser } from '../support/browser.ts';
import { needs } from '../support/needs.ts';
import { openTestSite } from '../support/site-door.ts';
import { siteUseCases } from '../support/site-use-cases.ts';

describe('Enter in a field of the form', needs('chromium'), () => {
  let browser: TestBrowser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser?.[Symbol.asyncDispose]());

  test('sends it, in the language it has', async () => {
    const { calls, useCases } = siteUseCases();
    await using site = await openTestSite({ useCases, limits: { minimumTime: 0 } });
    await using visitor = await browser.visitor({ scripts: false });
    const { page } = visitor;
    await page.goto(site.publicUrl);
    await page.fill('#email', 'shirin@example.org');
    await page.fill('#username', 'shirin');
    await pressThrough(page, () => page.press('#username', 'Enter'));
    await page.waitForURL(/\/check\/ticket-1$/);
    assert.equal(await page.getAttribute('html', 'lang'), 'en');
    assert.deepEqual(
      calls.filter(([name]) => name === 'submit').map(([, form]) => (form as Submission).typed.username),
      ['shirin'],
    );
  });

  test('of a form sent at once with something wrong shows what is wrong, not the extra step', async () => {
    const { useCases } = siteUseCases({ problemsIn: () => [{ field: 'email', refusal: 'empty' }] });
    await using site = await openTestSite({ useCases, limits: { minimumTime: 60_000 } });
    await using visitor = await browser.visitor({ scripts: false });
    const { page } = visitor;
    await page.goto(site.publicUrl);
    await page.fill('#username', 'shirin');
    await pressThrough(page, () => page.press('#username', 'Enter'));
    await page.waitForSelector('#email-wrong');
    assert.equal(await page.inputValue('#username'), 'shirin');
  });
});
