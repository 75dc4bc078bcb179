import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { installPasswordModule, runAccounts, startAccountsPorter } from '../support/local-accounts.ts';
import { linkIn, startMail } from '../support/mail.ts';
import { askMatrix, logIn } from '../support/matrix-user.ts';
import { needs } from '../support/needs.ts';
import { startSynapse } from '../support/synapse.ts';
import { formWith, makeVisitor } from '../support/visitor.ts';

const FIRST = 'Correct-Horse-7-Battery';
const SECOND = 'quiet-Harbour-41-lantern';

describe('a forgotten password, beside a real Synapse', needs('synapse'), () => {
  test('the letter survives a kill, its link sets a password that logs in, and open sessions end', async () => {
    const listen = `127.0.0.1:${await freePort()}`;
    await using mail = await startMail();
    await using synapse = await startSynapse();
    const admin = await synapse.registerAdmin();
    await using porter = await startAccountsPorter({ synapse, mail, listen, admin });
    await runAccounts(porter, 'add lena --email lena@example.org --password-stdin', `${FIRST}\n`);
    await installPasswordModule(synapse, porter, listen);
    const { accessToken } = await logIn(synapse.url, 'lena', FIRST);
    const isIn = async () =>
      (await askMatrix(synapse.url, 'GET', '/_matrix/client/v3/account/whoami', { token: accessToken })).status === 200;
    assert.equal(await isIn(), true);

    const visitor = makeVisitor();
    const door = await visitor.open(porter.site);
    assert.match(door.html, /href="\/forgotten"/);
    const page = await visitor.open(`${porter.site}/forgotten`);
    assert.equal(page.title.includes('Forgot your password?'), true, page.title);
    const asked = await visitor.send(
      formWith(page, (name) => name === 'email'),
      { email: 'Lena@Example.org' },
    );
    assert.equal(asked.status, 200);
    await porter.kill();
    await porter.start({ wait: 'ready' });
    const letter = await mail.waitForLetter(({ text }) => text.includes('/password/'), 60_000);
    assert.deepEqual(letter.to, ['lena@example.org']);

    const form = await visitor.open(linkIn(letter));
    assert.equal(await isIn(), true, 'opening the link changed something');
    const set = await visitor.send(
      formWith(form, (_, type) => type === 'password'),
      { password: SECOND, repeat: SECOND },
    );
    assert.equal(set.status, 200, set.html);
    await eventually(async () => !(await isIn()), { timeoutMs: 60_000, what: 'the session to end' });
    await assert.rejects(logIn(synapse.url, 'lena', FIRST));
    assert.equal((await logIn(synapse.url, 'lena', SECOND)).userId, synapse.userId('lena'));
    await mail.waitForLetter(({ subject }) => /your password was changed/.test(subject), 60_000);
    assert.doesNotMatch(
      `${await synapse.log()}${await porter.output()}`,
      /Horse|Harbour|\/password\/[A-Za-z0-9_-]{22}/,
    );
  });
});
