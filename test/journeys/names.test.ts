import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { codeIn, linkIn } from '../support/mail.ts';
import { logIn, MatrixRefusal, type RoomEvent } from '../support/matrix-user.ts';
import { needs } from '../support/needs.ts';
import { formWith, type VisitedPage } from '../support/visitor.ts';
import { type Applicant, codeForm, fill, makeApplicant, passwordForm, type Wish } from './support/applicant.ts';
import { type House, openHouse, PATIENCE } from './support/house.ts';
import { account, ask, numberOf, plain, showing, stage, told } from './support/talk.ts';

const PASSWORD = 'quiet-harbour-42-lanterns';

describe('names, addresses and second thoughts', needs('synapse'), () => {
  let house: House;
  before(async () => {
    house = await openHouse();
  });
  after(() => house?.[Symbol.asyncDispose]());

  async function waiting(wish: Wish): Promise<{ readonly who: Applicant; readonly notice: RoomEvent }> {
    const who = makeApplicant(house, wish);
    await who.applyAndProve();
    return { who, notice: await house.notice(who.userId) };
  }
  const vote = (notice: RoomEvent, key = '✅') => house.ada.react(house.room, notice.event_id, key);
  const enter = (who: Applicant, page: VisitedPage, code: string) =>
    who.visitor.send(
      codeForm(page),
      fill(codeForm(page), (_, complete) => complete === 'one-time-code', code),
    );

  test('V13: a name taken between vote and creation: that account stays as it is, the votes stand, another name is picked', async () => {
    const { who, notice } = await waiting({ username: 'tess', displayName: 'Tess Truelove' });
    await house.porter.kill();
    await vote(notice);
    const user = encodeURIComponent(who.userId);
    await house.admin.call('PUT', `/_synapse/admin/v2/users/${user}`, {
      password: 'password-of-the-other-tess',
      displayname: 'The other Tess',
      threepids: [{ medium: 'email', address: 'other-tess@example.org' }],
      external_ids: [{ auth_provider: 'their-sso', external_id: 'tess-17' }],
    });
    const other = await logIn(house.synapse.url, 'tess', 'password-of-the-other-tess');
    const before_ = await account(house, who.userId);
    await house.porter.start({ wait: 'ready' });

    const letter = await house.mail.waitForLetter(
      ({ to, subject }) => to.includes(who.email) && /choose another name/.test(subject),
      PATIENCE,
    );
    assert.ok(letter.text.includes(who.userId));
    await told(house, notice, /Somebody else took @tess:porter\.test.*The decision stands/);
    const page = await who.visitor.open(linkIn(letter, '/status/'));
    const form = formWith(page, (name) => name === 'username');
    const refused = await who.visitor.send(form, { username: 'ada' });
    assert.equal(refused.status, 400);
    assert.match(refused.title, /^Error:/);
    const picked = await who.visitor.send(
      formWith(refused, (name) => name === 'username'),
      { username: 'tess2' },
    );
    assert.equal(picked.status, 200);
    assert.match(picked.html, /@tess2:porter\.test/);

    const welcome = await who.setPassword(PASSWORD);
    assert.match(welcome.html, /@tess2:porter\.test/);
    const tess = await logIn(house.synapse.url, 'tess2', PASSWORD);
    assert.equal(await tess.whoami(), '@tess2:porter.test');
    await told(house, notice, /picked another name: @tess2:porter\.test/);
    await showing(house, notice, /@tess2:porter\.test[\s\S]*Approved by .*@ada/);

    assert.deepEqual({ ...(await account(house, who.userId)), last_seen_ts: 0 }, { ...before_, last_seen_ts: 0 });
    assert.equal(await other.whoami(), who.userId, 'still logged in');
    await logIn(house.synapse.url, 'tess', 'password-of-the-other-tess');
  });

  describe('side by side', { concurrency: true }, () => {
    test('S6: of two forms with one name the first proof has it; the other is asked for another and learns nothing more', async () => {
      const [won, lost] = ['first', 'second'].map((mail) =>
        makeApplicant(house, { username: 'uwe', email: `${mail}-uwe@example.org` }),
      );
      assert.ok(won && lost);
      for (const page of await Promise.all([won.apply(), lost.apply()])) assert.match(page.url, /\/check\//);
      await won.proveByCode();
      await house.notice(won.userId);
      const page = await lost.proveByCode();
      assert.match(page.title, /^Choose another username/);
      assert.ok(
        page.forms.some(({ kinds }) => kinds.has('username')),
        page.html,
      );
      assert.ok(!page.html.includes(won.email));
    });

    test('S6: of two applications with one address the first proof counts; the second is told by page', async () => {
      const email = 'vera@example.org';
      const two = ['vera', 'vera2'].map((username) => makeApplicant(house, { username, email }));
      const pages = await Promise.all(two.map((who) => who.apply()));
      assert.deepEqual(
        pages.map(({ title }) => title),
        [pages[0]?.title, pages[0]?.title],
      );
      const codes = await eventually(() => {
        const letters = house.mail.lettersTo(email).filter(({ text }) => text.includes('/prove/'));
        return letters.length === 2 && letters;
      });
      const codeOf = (who: Applicant) => {
        const letter = codes.find(({ text }) => plain(text).includes(`${who.userId} `));
        assert.ok(letter);
        return codeIn(letter);
      };
      const proved = await Promise.all(two.map((who, at) => enter(who, pages[at] as VisitedPage, codeOf(who))));
      const urls = proved.map(({ url }) => /\/status\//.test(url));
      assert.deepEqual(urls.toSorted(), [false, true]);
      assert.equal(proved[urls.indexOf(false)]?.status, 409);
      const winner = two[urls.indexOf(true)];
      assert.ok(winner);
      await house.notice(winner.userId);
    });

    test('a refused application that is opened again gets a new notice, and can be let in', async () => {
      const { who, notice } = await waiting({ username: 'wim' });
      await vote(notice, '❌');
      await told(house, notice, /refusal email has been sent/);
      assert.match(await ask(house, house.bo, `!porter reopen ${numberOf(notice)}`), /open again/);
      const anew = await house.notice(who.userId, 2);
      await told(house, anew, /@bo.*opened this application again/);
      await vote(anew);
      await who.setPassword(PASSWORD);
      assert.equal(await (await who.logIn(PASSWORD)).whoami(), who.userId);
    });

    test('an undo voids the link and locks the account; a second yes unlocks it; after the log-in it is too late', async () => {
      const { who, notice } = await waiting({ username: 'xenia' });
      const number = numberOf(notice);
      await vote(notice);
      const first = await who.welcome();
      // A password as an operator may set it: it shows what the lock does.
      await house.admin.call('PUT', `/_synapse/admin/v2/users/${encodeURIComponent(who.userId)}`, {
        password: 'password-by-operator',
      });
      const session = await who.logIn('password-by-operator');
      assert.match(await ask(house, house.bo, `!porter undo ${number}`), /taken back/);
      await eventually(async () => (await account(house, who.userId))?.['locked'] === true);
      const locked = (error: unknown) =>
        error instanceof MatrixRefusal && error.status === 401 && error.errcode === 'M_USER_LOCKED';
      await assert.rejects(who.logIn('password-by-operator'), locked);
      await assert.rejects(session.whoami(), locked);
      const form = passwordForm(first);
      const typed = fill(form, (type) => type === 'password', PASSWORD);
      assert.equal((await who.visitor.send(form, typed)).status, 409);
      await stage(who, /reading/);

      const anew = await house.notice(who.userId, 2);
      await told(house, notice, /Marks on this one no longer count/);
      await house.bo.react(house.room, notice.event_id, '✅');
      assert.match(await ask(house, house.bo, `!porter show ${number}`), /Waiting for your votes/);
      await vote(anew);
      await eventually(async () => (await account(house, who.userId))?.['locked'] === false, { timeoutMs: 60_000 });
      await eventually(
        () => house.mail.lettersTo(who.email).filter(({ text }) => text.includes('/welcome/')).length === 2,
      );
      assert.ok((await who.visitor.send(form, typed)).status >= 400, 'the first link stays void');
      await who.setPassword(PASSWORD);
      await who.logIn(PASSWORD);
      assert.match(await ask(house, house.bo, `!porter undo ${number}`), /too late/);
    });

    test('an undo and then a refusal close the account; its name stays taken', async () => {
      const { who, notice } = await waiting({ username: 'yuri' });
      await vote(notice);
      await who.welcome();
      await ask(house, house.bo, `!porter undo ${numberOf(notice)}`);
      const anew = await house.notice(who.userId, 2);
      await vote(anew, '❌');
      await told(house, anew, /refusal email has been sent/);
      await eventually(async () => (await account(house, who.userId))?.['deactivated'] === true);
      const again = await makeApplicant(house, { username: 'yuri', email: 'next-yuri@example.org' }).apply();
      assert.match(again.title, /^Error:/);
      assert.match(await ask(house, house.bo, `!porter reopen ${numberOf(notice)}`), /no longer free/);
    });

    test('S4: the tenth wrong code ends the application, says so and frees the name', async () => {
      const who = makeApplicant(house, { username: 'zoe' });
      let page = await who.apply();
      const right = codeIn(await house.letter(who.email, '/prove/'));
      const wrong = right === '00000000' ? '11111111' : '00000000';
      for (let entry = 1; entry <= 9; entry += 1) {
        page = await enter(who, page, wrong);
        assert.equal(page.status, 400);
      }
      const check = page;
      const ended = await enter(who, page, wrong);
      assert.match(ended.html, /ended/);
      assert.ok(ended.status >= 400 && ended.forms.every(({ kinds }) => !kinds.has('code')));
      const late = await enter(who, check, right);
      assert.ok(late.status >= 400 && !/\/status\//.test(late.url));
      const next = makeApplicant(house, { username: 'zoe', email: 'next-zoe@example.org' });
      assert.match((await next.apply()).url, /\/check\//);
    });

    test('S5: a wrong address is corrected; the old link and code are void and the old mailbox is told', async () => {
      const who = makeApplicant(house, { username: 'alba', email: 'alba@exmaple.org' });
      const page = await who.apply();
      const old = await house.letter(who.email, '/prove/');
      const corrected = await who.visitor.send(
        formWith(page, (name) => name === 'email'),
        { email: 'alba@example.org' },
      );
      assert.equal(corrected.status, 200);
      assert.ok(corrected.html.includes('alba@example.org'));
      await house.mail.waitForLetter(
        ({ to, subject }) => to.includes('alba@exmaple.org') && /another address/.test(subject),
      );
      const letter = await house.letter('alba@example.org', '/prove/');
      assert.equal((await enter(who, corrected, codeIn(old))).status, 400);
      const opened = await who.visitor.open(linkIn(old, '/prove/'));
      assert.ok(opened.status >= 400);
      const proved = await enter(who, corrected, codeIn(letter));
      assert.match(proved.url, /\/status\//);
      const notice = await house.notice(who.userId);
      assert.match(String(notice.content.body), /an address at example/);
    });

    test('N6: an address that the mail server refuses for good is shown on the page, and can be corrected', async () => {
      house.mail.fault({ trouble: 'refuse', times: Infinity, to: (address) => address === 'nobody@example.org' });
      const who = makeApplicant(house, { username: 'bela', email: 'nobody@example.org' });
      const first = await who.apply();
      const page = await eventually(async () => {
        const seen = await who.visitor.open(first.url);
        return /does not accept email/.test(seen.html) && seen;
      });
      const corrected = await who.visitor.send(
        formWith(page, (name) => name === 'email'),
        { email: 'bela@example.org' },
      );
      assert.doesNotMatch(corrected.html, /does not accept email/);
      const proved = await enter(who, corrected, codeIn(await house.letter('bela@example.org', '/prove/')));
      assert.match(proved.url, /\/status\//);
      await house.notice(who.userId);
    });
  });
});
