import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import type { RoomEvent } from '../support/matrix-user.ts';
import { needs } from '../support/needs.ts';
import { type Applicant, makeApplicant } from './support/applicant.ts';
import { type House, openHouse } from './support/house.ts';
import { account, ask, numberOf, plain, restartWith, showing, stage, told } from './support/talk.ts';

describe('votes and what they come to', needs('synapse'), () => {
  let house: House;
  before(async () => {
    house = await openHouse();
  });
  after(() => house?.[Symbol.asyncDispose]());

  /** Somebody whose application the team has before it. */
  async function waiting(username: string): Promise<{ readonly who: Applicant; readonly notice: RoomEvent }> {
    const who = makeApplicant(house, { username });
    await who.applyAndProve();
    return { who, notice: await house.notice(who.userId) };
  }
  const vote = (user: House['ada'], notice: RoomEvent, key: string) => user.react(house.room, notice.event_id, key);
  const levels = async (change: Readonly<Record<string, number>>) => {
    const found = await house.admin.state(house.room, 'm.room.power_levels');
    await house.admin.setPowerLevels(house.room, { users: { ...(found?.['users'] as object), ...change } });
  };
  const accountMade = (who: Applicant) => house.letter(who.email, '/welcome/');

  // Their tests wait for edits, one in five seconds a notice: they do so side by side.
  describe('one voter is enough', { concurrency: true }, () => {
    test('❌ declines: the letter follows the delay, the notice says so, the name is free again', async () => {
      const { who, notice } = await waiting('dora');
      await vote(house.ada, notice, '❌');
      const letter = await house.mail.waitForLetter(
        ({ to, subject }) => to.includes(who.email) && /about your application/.test(subject),
      );
      assert.ok(letter.text.includes(who.userId));
      await showing(house, notice, /❌ 1 of 1: .*@ada:porter\.test/);
      await showing(
        house,
        notice,
        /Declined by .*@ada:porter\.test.*What became of the refusal email is told in the thread/,
      );
      await told(house, notice, /refusal email has been sent/);
      assert.equal(await stage(who, /Declined/), 'Declined');
      assert.equal(await account(house, who.userId), undefined);

      const other = makeApplicant(house, { username: 'dora', email: 'another-dora@example.org' });
      await other.applyAndProve();
      const anew = await house.notice(other.userId, 2);
      assert.notEqual(numberOf(anew), numberOf(notice));
    });

    test('V5 V6: marks on anything but the live notice, and other signs, never count', async () => {
      const { who, notice } = await waiting('emil');
      const marks = await eventually(async () => {
        const found = await house.ada.relations(house.room, notice.event_id, 'm.annotation');
        return found.length === 2 && found;
      });
      for (const { event_id } of marks) {
        await house.ada.ask('PUT', `/_matrix/client/v3/rooms/${house.room}/send/m.reaction/on-${event_id}`, {
          'm.relates_to': { rel_type: 'm.annotation', event_id, key: '✅' },
        });
      }
      await vote(house.ada, notice, '🎉');
      await vote(house.ada, notice, 'yes');
      const hint = await told(house, notice, /Only ✅ and ❌ count/);
      assert.match(hint, /@ada:porter\.test/);
      const [thread] = await house.ada.relations(house.room, notice.event_id, 'm.thread');
      assert.ok(thread);
      await vote(house.ada, thread, '✅');
      // Somebody's forged notice, and an edit of Porter's notice by somebody else.
      const forged = await house.bo.sendText(house.room, String(notice.content.body));
      await house.ada.react(house.room, forged, '✅');
      const edit = await house.bo.edit(house.room, notice.event_id, 'Approved by everybody');
      await house.ada.react(house.room, edit, '✅');
      assert.match(await ask(house, house.bo, `!porter show ${numberOf(notice)}`), /Waiting for your votes/);
      assert.equal((await house.thread(notice)).filter((text) => /Only ✅/.test(text)).length, 1, 'said once');

      // 👍 with a skin tone is one of the signs that count.
      await vote(house.ada, notice, '👍🏽');
      await accountMade(who);
      const shown = await showing(house, notice, /Approved by/);
      // Nor on an edit of Porter's own.
      const own = (await house.admin.relations(house.room, notice.event_id, 'm.replace')).find(
        ({ sender }) => sender === house.synapse.userId('porter'),
      );
      assert.ok(own);
      await house.bo.react(house.room, own.event_id, '❌');
      await ask(house, house.bo, '!porter help');
      assert.equal(plain(await house.shown(notice)), shown);
    });

    test('V8: two deciding votes at once and one against: one decision, at most one account', async () => {
      const { who, notice } = await waiting('finn');
      await Promise.all([vote(house.ada, notice, '✅'), vote(house.bo, notice, '✅'), vote(house.admin, notice, '❌')]);
      const end = await told(house, notice, /account .* is made|refusal email has been sent/);
      const made = await account(house, who.userId);
      if (/is made/.test(end)) {
        assert.ok(made);
        await accountMade(who);
        assert.equal(house.mail.lettersTo(who.email).filter(({ text }) => text.includes('/welcome/')).length, 1);
      } else {
        assert.equal(made, undefined);
      }
      await showing(house, notice, /is made/.test(end) ? /Approved by/ : /Declined by .*@admin/);
    });
  });

  describe('it takes two to let somebody in, and a refusal waits', { concurrency: true }, () => {
    before(() => restartWith(house, { registration: { approvals: 2, declineDelay: '10m' } }));

    test('a quorum of two: the first ✅ shows, the second one lets in', async () => {
      const { who, notice } = await waiting('gina');
      await vote(house.ada, notice, '✅');
      const shown = await showing(house, notice, /✅ 1 of 2: .*@ada:porter\.test/);
      assert.match(shown, /Waiting for your votes/);
      await vote(house.bo, notice, '✅');
      await accountMade(who);
      await showing(house, notice, /Approved by .*@ada:porter\.test.*, .*@bo:porter\.test/);
      await told(house, notice, /account @gina:porter\.test is made/);
    });

    test('V3: a vote that is taken back counts no more; one that is given again does', async () => {
      const { who, notice } = await waiting('hugo');
      const first = await vote(house.ada, notice, '✅');
      await showing(house, notice, /✅ 1 of 2: .*@ada/);
      await house.ada.redact(house.room, first);
      await vote(house.bo, notice, '✅');
      await showing(house, notice, /✅ 1 of 2: (?!.*@ada).*@bo/);
      await vote(house.ada, notice, '✅');
      await accountMade(who);
      // Too late now: it stands, and the thread says so.
      const late = (await house.ada.relations(house.room, notice.event_id, 'm.annotation')).find(
        ({ sender }) => sender === house.bo.userId,
      );
      assert.ok(late);
      await house.bo.redact(house.room, late.event_id);
      await told(house, notice, /@bo.*took a vote back.*stands/);
      assert.ok(await account(house, who.userId));
    });

    test('V7: while ✅ and ❌ of one person stand, ❌ counts; without it everybody waits again', async () => {
      const { who, notice } = await waiting('ines');
      await vote(house.ada, notice, '✅');
      const no = await vote(house.ada, notice, '❌');
      const declined = await showing(house, notice, /Declined by .*@ada/);
      assert.match(declined, /✅ 0 of 2: nobody yet/);
      assert.match(await stage(who, /reading/), /reading/, 'nobody is told what may change again');
      await house.ada.redact(house.room, no);
      await showing(house, notice, /Waiting for your votes/);
      await vote(house.bo, notice, '✅');
      await accountMade(who);
      assert.ok(!house.mail.lettersTo(who.email).some(({ subject }) => /about your application/.test(subject)));
    });
  });

  describe('while it takes two', () => {
    test('D5 V3 V8: votes and redactions while Porter was killed count when it is back; in doubt it is a refusal', async () => {
      const [both, one] = [await waiting('jule'), await waiting('karl')];
      const first = await vote(house.ada, one.notice, '✅');
      await showing(house, one.notice, /✅ 1 of 2: .*@ada/);
      await house.porter.kill();
      for (const user of [house.ada, house.bo]) await vote(user, both.notice, '✅');
      await vote(house.admin, both.notice, '❌');
      await house.ada.redact(house.room, first);
      await vote(house.bo, one.notice, '✅');
      await house.porter.start({ wait: 'ready' });
      await showing(house, both.notice, /Declined by .*@admin/);
      await showing(house, one.notice, /✅ 1 of 2: (?!.*@ada).*@bo/);
      assert.equal(await account(house, both.who.userId), undefined);
      assert.equal(await account(house, one.who.userId), undefined);

      await vote(house.ada, one.notice, '✅');
      await accountMade(one.who);
      const events = await house.admin.messages(house.room, 1_000);
      for (const { who } of [both, one]) {
        const posted = events.filter(({ content }) => content['m.relates_to'] === undefined);
        const notices = posted.filter(({ content }) => plain(content.body).includes(who.userId));
        assert.equal(notices.length, 1, 'one notice');
      }
    });

    test('V1: the vote of somebody who leaves counts no more, and again after coming back', async () => {
      const { who, notice } = await waiting('lili');
      const asked = () => ask(house, house.bo, `!porter show ${numberOf(notice)}`);
      await vote(house.ada, notice, '✅');
      assert.match(await asked(), /Waiting for your votes/);
      await house.ada.leave(house.room);
      await vote(house.bo, notice, '✅');
      await showing(house, notice, /✅ 1 of 2: (?!.*@ada).*@bo/);
      await house.admin.invite(house.room, house.ada.userId);
      assert.match(await asked(), /Waiting for your votes/, 'invited is not joined');
      await house.ada.join(house.room);
      await accountMade(who);
    });
  });

  describe('only some may vote, and an approval waits', { concurrency: true }, () => {
    before(async () => {
      await restartWith(house, {
        registration: { approvals: 1, declineDelay: '1s', approveDelay: '10m', voters: { powerLevel: 50 } },
      });
      await levels({ [house.bo.userId]: 50 });
    });

    test('V1 V16: who has too little power does not vote; with more power the vote given before counts', async () => {
      const { who, notice } = await waiting('mona');
      await vote(house.ada, notice, '✅');
      assert.match(
        await ask(house, house.ada, `!porter approve ${numberOf(notice)}`),
        /@ada.*only from people who may/,
      );
      assert.match(await ask(house, house.bo, `!porter show ${numberOf(notice)}`), /Waiting for your votes/);
      await levels({ [house.ada.userId]: 50 });
      await showing(house, notice, /Approved by .*@ada.*Votes count until .*then the account is made/);
      assert.match(await stage(who, /Approved/), /Approved/);
      assert.equal(await account(house, who.userId), undefined);

      await levels({ [house.ada.userId]: 0 });
      await showing(house, notice, /✅ 0 of 1: nobody yet[\s\S]*Waiting for your votes/);
      assert.match(await stage(who, /reading/), /reading/);
    });

    test('V3: an approval that has not acted ends with its vote, and begins with another', async () => {
      const { who, notice } = await waiting('nora');
      const yes = await vote(house.bo, notice, '✅');
      await stage(who, /Approved/);
      await house.bo.redact(house.room, yes);
      await stage(who, /reading/);
      await vote(house.admin, notice, '✅');
      await stage(who, /Approved/);
      await vote(house.bo, notice, '❌');
      await told(house, notice, /refusal email has been sent/);
      assert.equal(await account(house, who.userId), undefined);
    });
  });

  describe('while an approval waits a little', () => {
    test('V1: a voter demoted before the approval acts lets nobody in; one who stays does', async () => {
      await restartWith(house, { registration: { approveDelay: '8s' } });
      await levels({ [house.ada.userId]: 50 });
      const [demoted, kept] = [await waiting('olga'), await waiting('pia')];
      await vote(house.bo, kept.notice, '✅');
      await vote(house.ada, demoted.notice, '✅');
      await stage(demoted.who, /Approved/);
      await house.porter.kill();
      await levels({ [house.ada.userId]: 0 });
      await house.porter.start({ wait: 'ready' });
      await showing(house, demoted.notice, /✅ 0 of 1: nobody yet[\s\S]*Waiting for your votes/);
      await accountMade(kept.who);
      assert.equal(await account(house, demoted.who.userId), undefined);
      await vote(house.admin, demoted.notice, '✅');
      await accountMade(demoted.who);
    });
  });
});
