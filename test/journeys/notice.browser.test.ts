import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ROOT } from '../../scripts/launch.mjs';
import { expectNoOverflow, startBrowser, type TestBrowser, takePicture } from '../support/browser.ts';
import { needs } from '../support/needs.ts';
import { makeApplicant } from './support/applicant.ts';
import { type House, openHouse } from './support/house.ts';
import { showing } from './support/talk.ts';

const PICTURE = path.join(ROOT, 'docs', 'images', 'notice.png');

/** A message as a client shows it: who, what, and the reactions under it. */
const inRoom = (html: string, reactions: readonly [string, number][]) => `<!doctype html><meta charset="utf-8"><style>
  body { margin: 0; padding: 24px; font: 16px/1.5 system-ui, sans-serif; background: #fff; color: #1b1d22; overflow-wrap: anywhere }
  .who { font-weight: 600; color: #0467dd } blockquote { border-left: 3px solid #cdd3da; margin: 8px 0; padding-left: 12px; color: #44505c }
  p { margin: 8px 0 } .sign { display: inline-block; border: 1px solid #cdd3da; border-radius: 12px; padding: 0 10px; margin-right: 8px }
  </style><p class="who">Porter</p>${html}<p>${reactions.map(([key, count]) => `<span class="sign">${key} ${count}</span>`).join('')}</p>`;

describe('the notice as people see it', needs('synapse', 'chromium'), () => {
  let house: House;
  let browser: TestBrowser;
  before(async () => {
    house = await openHouse({ config: { registration: { approvals: 2 } } });
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.[Symbol.asyncDispose]();
    await house?.[Symbol.asyncDispose]();
  });

  test('V11, S3: a notice with hostile values loads nothing, runs nothing, links to nothing and fits a small phone', async () => {
    const hostile = makeApplicant(house, {
      username: 'mallory',
      displayName: '<img src=https://evil.example/x> @room [a](https://evil.example) \u202eevil',
      reason: '<script>alert(1)</script> https://evil.example/ @ada:porter.test https://matrix.to/#/@ada:porter.test',
    });
    await hostile.applyAndProve();
    const notice = await house.notice(hostile.userId);
    await using visitor = await browser.visitor({ width: 320, scripts: true });
    let said = false;
    visitor.page.on('dialog', () => {
      said = true;
    });
    await visitor.page.setContent(inRoom(String(notice.content.formatted_body), []));
    assert.equal(said, false);
    assert.deepEqual(visitor.strangers, []);
    assert.equal(await visitor.page.locator('a, img, script, iframe').count(), 0);
    await expectNoOverflow(visitor.page);
    assert.deepEqual(notice.content['m.mentions'], {});
  });

  test('a vote shows under the notice, and the README has its picture', async () => {
    const lena = makeApplicant(house, {
      username: 'lena',
      displayName: 'Lena Ortiz',
      reason: 'Ada told me about your reading group, and I would love to join.',
    });
    await lena.applyAndProve();
    const notice = await house.notice(lena.userId);
    await house.ada.react(house.room, notice.event_id, '✅');
    await showing(house, notice, /1 of 2[^\n]*ada/);
    if (existsSync(PICTURE) && !process.env['PORTER_PICTURES']) return;
    const { formatted_body } = await house.admin.shown(house.room, notice.event_id);
    await using visitor = await browser.visitor({ width: 760, height: 560, scripts: true });
    await visitor.page.setContent(
      inRoom(String(formatted_body), [
        ['✅', 2],
        ['❌', 1],
      ]),
    );
    await takePicture(visitor.page, PICTURE, { fullPage: true });
  });
});
