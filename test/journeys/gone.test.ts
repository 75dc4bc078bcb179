import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { RoomEvent } from '../support/matrix-user.ts';
import { needs } from '../support/needs.ts';
import { type Applicant, makeApplicant } from './support/applicant.ts';
import { type House, openHouse, PATIENCE } from './support/house.ts';
import { ask, numberOf, plain, showing, stage, told } from './support/talk.ts';
import { deadJobs } from './support/unfinished.ts';

const GOOD = 'seven quiet herons by the lake';

describe('what Porter made and somebody removed at the homeserver', needs('synapse'), () => {
  let house: House;
  before(async () => {
    house = await openHouse({ config: { registration: { approvals: 2, declines: 2 } } });
  });
  after(() => house?.[Symbol.asyncDispose]());

  async function waiting(username: string): Promise<{ readonly who: Applicant; readonly notice: RoomEvent }> {
    const who = makeApplicant(house, { username });
    await who.applyAndProve();
    return { who, notice: await house.notice(who.userId) };
  }
  async function admitted(username: string) {
    const one = await waiting(username);
    for (const voter of [house.ada, house.bo]) await voter.react(house.room, one.notice.event_id, '✅');
    await house.letter(one.who.email, '/welcome/');
    return one;
  }
  const change = (who: Applicant, what: object) =>
    house.admin.call('PUT', `/_synapse/admin/v2/users/${encodeURIComponent(who.userId)}`, what);
  const heading = ({ html }: { readonly html: string }) => /<h1>([^<]*)<\/h1>/.exec(html)?.[1];
  const purgeAll = async () => house.admin.purge(house.room, await house.admin.sendText(house.room, 'what is kept'));
  const asked = async (event: string) => {
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(house.room)}/event/${encodeURIComponent(event)}`;
    return (await house.ada.ask('GET', path)).status;
  };

  test('N11: an open notice that was purged is posted again and says why, and votes on it count', async () => {
    const { who, notice } = await waiting('petra');
    await house.ada.react(house.room, notice.event_id, '✅');
    await showing(house, notice, /✅ 1 of 2/);
    await house.porter.stop();
    await purgeAll();
    assert.equal(await asked(notice.event_id), 404);

    await house.porter.start({ wait: 'ready' });
    const anew = await house.notice(who.userId);
    assert.notEqual(anew.event_id, notice.event_id);
    assert.equal(numberOf(anew), numberOf(notice));
    await told(house, anew, /not in the room any more/);
    for (const voter of [house.ada, house.bo]) await voter.react(house.room, anew.event_id, '✅');
    await house.letter(who.email, '/welcome/');
    assert.equal((await house.thread(anew)).filter((text) => /not in the room any more/.test(text)).length, 1);
    assert.deepEqual(await deadJobs(house.porter), []);
  });

  test('N11: what belongs into the thread of a purged notice is said outside of it, with its number; nothing is lost', async () => {
    const { who, notice } = await admitted('rosa');
    await told(house, notice, /is made\. The welcome email follows/);
    await purgeAll();
    assert.equal(await asked(notice.event_id), 404);
    assert.equal(heading(await who.setPassword(GOOD)), 'You are in');
    const said = await house.admin.waitFor(house.room, ({ content }) =>
      /has set a password/.test(String(content.body)),
    );
    assert.equal(said.content['m.relates_to'], undefined);
    assert.match(plain(said.content.body), new RegExp(`^About #${numberOf(notice)} \\(@rosa:porter\\.test\\):`));
    // People reply to what was said outside as they would in the thread.
    assert.match(await ask(house, house.ada, `!porter show ${numberOf(notice)}`), /@rosa:porter\.test/);
    assert.deepEqual(await deadJobs(house.porter), []);
  });

  test('N11: an account that was closed before its welcome link was used: page, thread, letter and status say so', async () => {
    const { who, notice } = await admitted('clara');
    await change(who, { deactivated: true });
    const page = await who.setPassword(GOOD);
    assert.equal(page.status, 410);
    assert.equal(heading(page), 'This account has been closed');
    assert.doesNotMatch(page.html, /our fault|later/);
    await told(house, notice, /@clara:porter\.test is closed or not there any more/);
    await showing(house, notice, /Ended: the account was closed/);
    await house.mail.waitForLetter(
      ({ to, text }) => to.includes(who.email) && /@clara:porter\.test\s+has\s+been\s+closed/.test(text),
      PATIENCE,
    );
    const again = await who.welcome();
    assert.deepEqual([again.status, heading(again)], [410, 'This account has been closed']);
    assert.equal(await stage(who, /Ended/), 'Ended');
    assert.equal((await house.thread(notice)).filter((text) => /closed or not there/.test(plain(text))).length, 1);
    assert.deepEqual(await deadJobs(house.porter), []);
  });

  test('N11: an application whose account is still closed is not opened again in vain: room and command line say what to do', async () => {
    const { who, notice } = await admitted('dora');
    const number = numberOf(notice);
    await change(who, { deactivated: true });
    await who.setPassword(GOOD);
    await showing(house, notice, /Ended: the account was closed/);
    assert.match(await ask(house, house.ada, `!porter reopen ${number}`), /closed on the homeserver.*active again/);
    const refused = await house.porter.run('applications', 'reopen', String(number));
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /closed at the homeserver.*porter applications reopen/);
    assert.equal(await stage(who, /Ended/), 'Ended');

    await change(who, { deactivated: false, password: 'only so that Synapse takes it' });
    const reopened = await house.porter.run('applications', 'reopen', String(number));
    assert.equal(reopened.code, 0, reopened.stderr);
    const anew = await house.notice(who.userId, 2);
    for (const voter of [house.ada, house.bo]) await voter.react(house.room, anew.event_id, '✅');
    await told(house, anew, /is made\. The welcome email follows/);
    assert.deepEqual(await deadJobs(house.porter), []);
  });

  test('N11: an account that is locked: the page says so, the thread says it once, and the link works when it is unlocked', async () => {
    const { who, notice } = await admitted('lotte');
    await change(who, { locked: true });
    for (let i = 0; i < 2; i += 1) {
      const page = await who.setPassword(GOOD);
      assert.deepEqual([page.status, heading(page)], [409, 'This account is locked']);
    }
    await told(house, notice, /@lotte:porter\.test is locked/);
    await change(who, { locked: false });
    assert.equal(heading(await who.setPassword(GOOD)), 'You are in');
    await told(house, notice, /@lotte:porter\.test has set a password/);
    assert.equal((await house.thread(notice)).filter((text) => /is locked/.test(plain(text))).length, 1);
    assert.equal((await who.logIn(GOOD)).userId, who.userId);
  });

  test('who has an account already is told which one, by letter only', async () => {
    const { who } = await admitted('vera');
    assert.equal(heading(await who.setPassword(GOOD)), 'You are in');
    const again = makeApplicant(house, { username: 'vera2', email: who.email });
    await again.apply();
    const letter = await house.letter(who.email, 'belongs to the account');
    assert.match(letter.text, /Matrix ID:\s+@vera:porter\.test/);
  });
});
