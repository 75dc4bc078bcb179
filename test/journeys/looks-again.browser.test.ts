import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { expectAccessible, startBrowser } from '../support/browser.ts';
import { needs } from '../support/needs.ts';
import { openTestSite } from '../support/site-door.ts';
import { aCheckView, aStatusView, siteUseCases } from '../support/site-use-cases.ts';

/** Milliseconds. The shortest pause is five seconds; the rest is only a limit against hanging. */
const PATIENCE = 120_000;

describe('pages that look again by themselves, without scripts', needs('chromium'), () => {
  test('H15: a confirmation elsewhere is told beside the code, and what was typed stays', async () => {
    let confirmed = false;
    const { useCases } = siteUseCases({
      viewCheck: async () =>
        aCheckView(confirmed ? { stage: 'waiting', statusToken: 'status-1' } : { createdAt: Date.UTC(2100, 0) }),
    });
    await using site = await openTestSite({ useCases });
    await using browser = await startBrowser();
    await using visitor = await browser.visitor({ scripts: false, width: 390 });
    const { page } = visitor;
    await page.goto(`${site.publicUrl}/check/ticket-1`);
    await page.fill('#code', '1234');
    const line = page.frameLocator('iframe');
    await line.getByText('notices by itself').waitFor({ timeout: PATIENCE });
    confirmed = true;
    await line.getByText('Your address is confirmed').waitFor({ timeout: PATIENCE });
    assert.equal(await page.inputValue('#code'), '1234');
    await Promise.all([page.waitForURL(/\/status\/status-1$/), line.getByRole('link').click()]);
  });

  test('H15: the status page shows what has come of it, and rests when the visitor says so', async () => {
    let ready = false;
    const { useCases } = siteUseCases({
      viewStatus: async () => aStatusView({ stage: ready ? 'settled' : 'approved', since: Date.UTC(2100, 0) }),
    });
    await using site = await openTestSite({ useCases });
    await using browser = await startBrowser();
    await using visitor = await browser.visitor({ scripts: false });
    const { page } = visitor;
    await page.goto(`${site.publicUrl}/status/status-1`);
    ready = true;
    await page.getByText('You are in').waitFor({ timeout: PATIENCE });

    ready = false;
    await page.goto(`${site.publicUrl}/status/status-1?still=yes`);
    await page.getByText('Let it look again').waitFor({ timeout: PATIENCE });
  });

  test('H15: the longest line is whole in its frame on a narrow phone', async () => {
    const mailWaits = Date.UTC(2026, 11, 28, 22, 30);
    const { useCases } = siteUseCases({ viewCheck: async () => aCheckView({ mailWaits }) });
    await using site = await openTestSite({ useCases });
    await using browser = await startBrowser();
    for (const language of ['en', 'de']) {
      await using visitor = await browser.visitor({ width: 320, language });
      await visitor.page.goto(`${site.publicUrl}/check/ticket-1?lang=${language}`);
      const line = visitor.page.frameLocator('iframe').locator('p.state');
      await line.waitFor({ timeout: PATIENCE });
      const spare = await line.evaluate((p) => innerHeight - p.getBoundingClientRect().bottom);
      assert.ok(spare >= 0, `${language}: ${-spare} px are cut off`);
    }
  });

  test('H10, H15: the line in the frame has no barrier', async () => {
    const { useCases } = siteUseCases({ viewCheck: async () => aCheckView({ mailRefused: true }) });
    await using site = await openTestSite({ useCases });
    await using browser = await startBrowser();
    await using visitor = await browser.visitor({ scheme: 'dark', width: 320, language: 'de' });
    await visitor.page.goto(`${site.publicUrl}/check/ticket-1/state`);
    await expectAccessible(visitor.page);
  });
});
