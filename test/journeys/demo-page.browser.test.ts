import assert from 'node:assert/strict';
import net from 'node:net';
import { describe, test } from 'node:test';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { readAssets } from '../../demo/assets.ts';
import { DemoPage, type DemoView } from '../../demo/page.tsx';
import { sshLine, takePorts } from '../../demo/ports.ts';
import { markKey } from '../../src/registration/team/reaction-key.ts';
import { expectAccessible, expectNoOverflow, startBrowser } from '../support/browser.ts';
import { freePort, listening } from '../support/free-port.ts';
import { needs } from '../support/needs.ts';

const moderator = '@moderator:porter.test';

const view: DemoView = {
  site: 'http://127.0.0.1:8491',
  operations: 'http://127.0.0.1:8492',
  homeserver: 'http://127.0.0.1:8493',
  ready: true,
  readyz: '{"ready":true}',
  letters: [
    {
      messageId: 'a',
      subject: 'Porter demo: please confirm your email address',
      to: ['lena@example.org'],
      text: `Confirm:\n\n  http://127.0.0.1:8491/prove/${'A'.repeat(22)}\n\n  1234 5678\n`,
    } as unknown as DemoView['letters'][number],
  ],
  room: [
    {
      eventId: '$notice',
      sender: '@porter:porter.test',
      at: Date.UTC(2026, 10, 21, 10),
      text: '#12 · Lena would like to join\nMatrix ID: @lena:porter.test\n✅ 0 of 1: nobody yet\n❌\ufe0f 0 of 1: nobody yet',
      reactions: new Map([['✅\ufe0f', ['@porter:porter.test', moderator]]]),
      thread: [],
    },
  ],
  elsewhere: [
    { place: 'Telegram group', texts: ['[registration] #12 · lena would like to join', 'a-word-'.repeat(40)] },
  ],
  porter: '@porter:porter.test',
  moderator,
  people: [
    { userId: moderator, password: 'password-of-moderator', role: 'votes in the team room' },
    { userId: '@admin:porter.test', password: 'password-of-admin', role: 'server admin, made the team room' },
  ],
  token: 'token',
};

/** The page with its style inside, so that nothing has to serve it. */
async function pageText(): Promise<string> {
  const assets = await readAssets();
  return `<!doctype html>${renderToString(h(DemoPage, view))}`
    .replace(/<script[^>]*><\/script>/, '')
    .replaceAll(
      /<link rel="stylesheet" href="([^"]+)"\/>/g,
      (_, path: string) => `<style>${assets.get(path)?.text}</style>`,
    );
}

describe('the page of the demo', needs('chromium'), () => {
  for (const width of [390, 1280]) {
    test(`at ${width} px no ID is broken inside a name, and the mail comes before the list of log-ins`, async () => {
      await using browser = await startBrowser();
      await using visitor = await browser.visitor({ width, height: 844 });
      const { page } = visitor;
      await page.setContent(await pageText());
      await expectNoOverflow(page);
      for (const piece of await page.locator('.id > span').all()) {
        const lines = await piece.evaluate((element) => element.getClientRects().length);
        assert.equal(lines, 1, await piece.innerText());
      }
      const top = async (title: string) => (await page.getByRole('heading', { name: title }).boundingBox())?.y ?? NaN;
      assert.ok((await top('2. Mail')) < 844, 'the mail is in sight');
      assert.ok((await top('2. Mail')) < (await top('Log in')));
      if (width === 390) assert.ok((await top('3. Team room')) < (await top('Log in')));
    });
  }

  test('the signs are drawn, not left to the fonts of the machine, and a vote in either form counts', async () => {
    await using browser = await startBrowser();
    await using visitor = await browser.visitor();
    const { page } = visitor;
    await page.setContent(await pageText());
    // Two in the text of the notice, two on its buttons.
    assert.equal(await page.locator('svg.mark').count(), 4);
    assert.doesNotMatch(await page.locator('main').innerText(), /[✅❌🟢🟠]/u);
    assert.equal(await page.getByRole('button', { name: '✅ let in: 1' }).getAttribute('aria-pressed'), 'true');
    await expectAccessible(page);
  });

  test('a vote is written as Porter writes its own marks, so that clients show one pile of each', async () => {
    const keys = [...(await pageText()).matchAll(/name="key" value="([^"]*)"/g)].map(([, key]) => key);
    assert.deepEqual(keys, [markKey('✅'), markKey('❌')]);
  });
});

test('the demo takes its fixed ports, says which one is taken, and one line of ssh reaches them all', async () => {
  const near = {
    watch: await freePort(),
    site: await freePort(),
    operations: await freePort(),
    homeserver: await freePort(),
  };
  const other = net.createServer();
  await listening(other, near.site);
  const said: string[] = [];
  const ports = await takePorts((sentence) => said.push(sentence), near);
  other.close();
  assert.deepEqual({ ...ports, site: near.site }, near);
  assert.notEqual(ports.site, near.site);
  assert.deepEqual(said, [`Port ${near.site} is taken by another program; ${ports.site} is used instead.`]);
  assert.equal(
    sshLine({ watch: 1, site: 2, operations: 3, homeserver: 4 }, 'ada@demo'),
    'ssh -L 1:127.0.0.1:1 -L 2:127.0.0.1:2 -L 3:127.0.0.1:3 -L 4:127.0.0.1:4 ada@demo',
  );
});
