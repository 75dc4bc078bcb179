import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { installPasswordModule, runAccounts, startAccountsPorter } from '../support/local-accounts.ts';
import { linkIn, startMail } from '../support/mail.ts';
import { askMatrix, logIn } from '../support/matrix-user.ts';
import { needs } from '../support/needs.ts';
import { startSynapse } from '../support/synapse.ts';
import { formWith, makeVisitor, type VisitedPage } from '../support/visitor.ts';

const FIRST = 'Correct-Horse-7-Battery';
const SECOND = 'quiet-Harbour-41-lantern';

const formTo = (page: VisitedPage, action: string) =>
  page.forms.find((form) => new URL(form.action).pathname === action) ?? assert.fail(`no form to ${action}`);

describe('the account page of a person who chats on a real Synapse', needs('synapse'), () => {
  test('a new name and another mail address are there, a new password counts there, and a closed account is gone there', async () => {
    const listen = `127.0.0.1:${await freePort()}`;
    await using mail = await startMail();
    await using synapse = await startSynapse();
    const admin = await synapse.registerAdmin();
    await using porter = await startAccountsPorter({ synapse, mail, listen, admin });
    await runAccounts(porter, 'add lena --email lena@example.org --password-stdin --display-name Lena', `${FIRST}\n`);
    await installPasswordModule(synapse, porter, listen);
    const compared = async () => {
      const { stdout } = await porter.run('check');
      return stdout.split('\n').find((line) => line.includes('user of Synapse') || line.includes('users of Synapse'));
    };
    // The administrator, whose way in does not pass Porter.
    assert.match((await compared()) ?? '', /1 user of Synapse has no account here \(@admin:porter\.test\)/);
    await porter.run('accounts', 'import', '--from-synapse', '--write');
    assert.match((await compared()) ?? '', /Everybody who is a user of Synapse has an account here/);

    const phone = await logIn(synapse.url, 'lena', FIRST);
    const isIn = async () =>
      (await askMatrix(synapse.url, 'GET', '/_matrix/client/v3/account/whoami', { token: phone.accessToken }))
        .status === 200;
    const lena = `/_synapse/admin/v2/users/${encodeURIComponent(synapse.userId('lena'))}`;
    const soon = (check: () => Promise<boolean>, what: string) => eventually(check, { timeoutMs: 60_000, what });

    const visitor = makeVisitor();
    const door = await visitor.open(`${porter.site}/sign-in`);
    const typed = { name: 'lena@example.org', password: FIRST };
    let page = await visitor.send(
      formWith(door, (name) => name === 'password'),
      typed,
    );
    assert.equal(new URL(page.url).pathname, '/account');
    page = await visitor.send(formTo(page, '/account/profile'), { displayName: 'Lena Ortiz' });
    await soon(async () => (await admin.call('GET', lena))['displayname'] === 'Lena Ortiz', 'the new name at Synapse');

    const mailsThere = async () => JSON.stringify((await admin.call('GET', lena))['threepids']);
    assert.match(await mailsThere(), /lena@example\.org/);
    page = await visitor.send(formTo(page, '/account/email'), { email: 'Lena@New.Example', emailPassword: FIRST });
    const toOld = await mail.waitForLetter(({ subject }) => /about to change/.test(subject), 60_000);
    assert.deepEqual(toOld.to, ['lena@example.org']);
    assert.match((await porter.run('accounts', 'show', 'lena')).stdout, /asked for +lena@new\.example/);
    const toNew = await mail.waitForLetter(({ text }) => text.includes('/email/'), 60_000);
    assert.deepEqual(toNew.to, ['lena@new.example']);
    const proof = await visitor.open(linkIn(toNew));
    const proved = await visitor.send(formTo(proof, new URL(proof.url).pathname));
    assert.match(proved.html, /Your new address counts/);
    const moved = (to: string, from: string) => async () => {
      const there = await mailsThere();
      return there.includes(to) && !there.includes(from);
    };
    await soon(moved('lena@new.example', 'lena@example.org'), 'the new address at Synapse');
    await mail.waitForLetter(({ subject }) => /email address was changed/.test(subject), 60_000);
    assert.match((await porter.run('accounts', 'show', 'lena')).stdout, /address since +.*before lena@example\.org/);
    const undone = await porter.run('accounts', 'undo-address', 'lena');
    assert.match(undone.stdout, /has lena@example\.org again, in the place of lena@new\.example/);
    await soon(moved('lena@example.org', 'lena@new.example'), 'the old address at Synapse');
    const back = await mail.waitForLetter(({ subject }) => /counts again/.test(subject), 60_000);
    assert.deepEqual(back.to, ['lena@example.org']);
    const nothing = await porter.run('accounts', 'undo-address', 'lena', '--json');
    assert.deepEqual([nothing.code, JSON.parse(nothing.stdout)], [1, { ok: false, refusal: 'nothing' }]);

    page = await visitor.open(`${porter.site}/account`);
    const passwords = { current: FIRST, password: SECOND, repeat: SECOND };
    page = await visitor.send(formTo(page, '/account/password'), passwords);
    assert.match(page.html, /Your password is changed/);
    await assert.rejects(logIn(synapse.url, 'lena', FIRST));
    await logIn(synapse.url, 'lena', SECOND);
    assert.equal(await isIn(), true, 'nobody asked to be logged out');
    const again = { current: SECOND, password: FIRST, repeat: FIRST, endOthers: 'yes' };
    page = await visitor.send(formTo(page, '/account/password'), again);
    await soon(async () => !(await isIn()), 'the session in the app to end');

    // The session of the page outlives a restart.
    await porter.kill();
    await porter.start({ wait: 'ready' });
    page = await visitor.open(`${porter.site}/account`);
    page = await visitor.send(formTo(page, '/account/close'), { closePassword: FIRST, sure: 'yes' });
    assert.match(page.html, /Your account is closed/);
    await soon(async () => (await admin.call('GET', lena))['deactivated'] === true, 'Synapse to deactivate the user');
    await assert.rejects(logIn(synapse.url, 'lena', FIRST));
    assert.doesNotMatch(`${await synapse.log()}${await porter.output()}`, /Horse|Harbour/);
    const logged = (await porter.output()).split('\n').filter((line) => line.startsWith('{"level"'));
    assert.ok(logged.length > 0);
    assert.doesNotMatch(logged.join('\n'), /\/email\/[A-Za-z0-9_-]{22}|new\.example/i);
  });
});
