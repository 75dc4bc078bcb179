import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import type { MatrixUser, RoomEvent } from '../support/matrix-user.ts';
import { needs } from '../support/needs.ts';
import { type Applicant, makeApplicant } from './support/applicant.ts';
import { type House, openHouse } from './support/house.ts';
import { account, answerTo, ask, numberOf, showing, told } from './support/talk.ts';

describe('what people say to Porter', needs('synapse'), () => {
  let house: House;
  let cleo: MatrixUser;
  const porter = '@porter:porter.test';

  before(async () => {
    house = await openHouse({
      config: { registration: { declineDelay: '10m', voters: { powerLevel: 50 } } },
    });
    const levels = await house.admin.state(house.room, 'm.room.power_levels');
    const users = { ...(levels?.['users'] as object), [house.ada.userId]: 50, [house.bo.userId]: 50 };
    await house.admin.setPowerLevels(house.room, { users });
    cleo = await house.synapse.registerUser('cleo');
    await house.admin.invite(house.room, cleo.userId);
    await cleo.join(house.room);
  });
  after(() => house?.[Symbol.asyncDispose]());

  async function waiting(username: string): Promise<{ readonly who: Applicant; readonly notice: RoomEvent }> {
    const who = makeApplicant(house, { username });
    await who.applyAndProve();
    return { who, notice: await house.notice(who.userId) };
  }

  test('one tap on the practice notice is answered in its thread: that it arrived, and who may vote', async () => {
    const notice = await house.admin.waitFor(
      house.room,
      ({ sender, content }) => sender === porter && /Porter is here/.test(String(content.body)),
    );
    await eventually(
      async () => (await house.admin.relations(house.room, notice.event_id, 'm.annotation')).length === 1,
    );
    await house.ada.react(house.room, notice.event_id, '✅');
    const may = await told(house, notice, /reached me, .*@ada:porter\.test/);
    assert.match(may, /You may vote/);
    assert.match(may, /3 people may vote at this moment:/);
    for (const user of [house.admin, house.ada, house.bo]) assert.ok(may.includes(user.userId));
    await cleo.react(house.room, notice.event_id, '✅');
    assert.match(await told(house, notice, /reached me, .*@cleo/), /You may not vote/);
  });

  test('help, list and show; by the word, by mention, and as an answer to the notice', async () => {
    const help = await ask(house, house.ada, '!porter help');
    for (const word of ['list', 'show', 'approve', 'decline', 'resend', 'undo', 'reopen']) {
      assert.ok(help.includes(word), word);
    }
    const { who, notice } = await waiting('anna');
    const number = numberOf(notice);
    assert.match(
      await ask(house, house.ada, '!porter list'),
      new RegExp(`#${number} ${who.userId}: waiting for votes`),
    );
    const shown = await ask(house, house.ada, `!porter show #${number}`);
    assert.match(shown, /@anna:porter\.test[\s\S]*Waiting for your votes[\s\S]*What happened/);
    const mentioned = await house.bo.sendMention(house.room, `Porter: show ${number}`, porter);
    assert.match(await answerTo(house, mentioned), /Waiting for your votes/);
    const replied = await house.bo.reply(house.room, notice.event_id, 'show');
    assert.match(await answerTo(house, replied), /Waiting for your votes/);
    assert.match(await ask(house, house.bo, '!porter dance'), /dance.*!porter help/);
    assert.match(await ask(house, house.bo, '!porter approve'), /Which application/);
    assert.match(await ask(house, house.bo, '!porter approve 4711'), /no application #4711/);
  });

  test('V15: an edit is no command; somebody who may not vote is told why not, whatever the display name says', async () => {
    const { who, notice } = await waiting('berta');
    const number = numberOf(notice);
    const said = await house.ada.sendText(house.room, 'good morning');
    await house.ada.edit(house.room, said, `!porter approve ${number}`);
    await cleo.call('PUT', `/_matrix/client/v3/profile/${encodeURIComponent(cleo.userId)}/displayname`, {
      displayname: 'ada (@ada:porter.test)',
    });
    const answer = await ask(house, cleo, `!porter approve ${number}`);
    assert.match(answer, /@cleo:porter\.test.*only from people who may vote/);
    const replied = await cleo.reply(house.room, notice.event_id, 'approve');
    assert.match(await answerTo(house, replied), /only from people who may vote/);
    assert.match(await ask(house, house.bo, `!porter show ${number}`), /Waiting for your votes/);
    assert.equal(await account(house, who.userId), undefined);
    assert.equal((await house.admin.relations(house.room, said, 'm.thread')).length, 0);
  });

  test('what looks like a vote and is none is answered once; after that the application is decided by a real one', async () => {
    const { who, notice } = await waiting('olga');
    const number = numberOf(notice);
    const answer = await answerTo(house, await house.ada.reply(house.room, notice.event_id, '+1'));
    assert.match(answer, new RegExp(`@ada.* does not count as a vote.*#${number}.*!porter approve ${number} `));
    const again = await house.ada.reply(house.room, notice.event_id, '✅');
    const talk = await house.ada.sendText(house.room, 'yes');
    // Events are handled in order: once this is answered, the two before it have been heard.
    const shown = await ask(house, house.bo, `！porter：show “${number}”`);
    assert.match(shown, /Waiting for your votes/);
    for (const event of [again, talk]) assert.deepEqual(await house.admin.relations(house.room, event, 'm.thread'), []);
    await house.ada.react(house.room, notice.event_id, '✅');
    await showing(house, notice, /Approved by .*@ada/);
    assert.match(await ask(house, house.bo, `!porter show ${number}`), /Votes:\s+- ✅ .*@ada:porter\.test/);
    await house.letter(who.email, '/welcome/');
  });

  test('approve, resend and undo by word; decline with a reason that stays with the team', async () => {
    const [yes, no] = [await waiting('carl'), await waiting('dina')];
    assert.match(await ask(house, house.ada, `!porter approve ${numberOf(yes.notice)}`), /is approved/);
    await house.letter(yes.who.email, '/welcome/');
    const welcomes = () => house.mail.lettersTo(yes.who.email).filter(({ text }) => text.includes('/welcome/'));
    assert.match(await ask(house, house.ada, `!porter resend ${numberOf(yes.notice)}`), /once more/);
    await eventually(() => welcomes().length === 2);
    await told(house, yes.notice, /@ada.*approved this by command/);
    assert.match(await ask(house, house.ada, `!porter approve ${numberOf(yes.notice)}`), /too late/);
    assert.match(await ask(house, house.ada, `!porter undo ${numberOf(yes.notice)}`), /taken back/);
    await house.notice(yes.who.userId, 2);

    const replied = await house.bo.reply(house.room, no.notice.event_id, 'decline because of the spam');
    assert.match(await answerTo(house, replied), /is declined\. The refusal email will be sent at/);
    await told(house, no.notice, /@bo.*declined this by command: the spam/);
    await showing(house, no.notice, /Declined by .*@bo/);
    assert.match(await ask(house, house.bo, `!porter undo ${numberOf(no.notice)}`), /taken back/);
    await house.notice(no.who.userId, 2);
    assert.ok(!house.mail.lettersTo(no.who.email).some(({ raw }) => /spam/.test(raw)));
  });

  test('the command line lists, shows and decides; the running server acts at once', async () => {
    const json = async (...args: string[]) => {
      const { code, stdout, stderr } = await house.porter.run(...args, '--json');
      assert.equal(stderr, '');
      return { code, said: JSON.parse(stdout) };
    };
    const [yes, no] = [await waiting('emma'), await waiting('fred')];
    const list = await json('applications', 'list', '--stage', 'waiting');
    assert.equal(list.code, 0);
    const found = list.said.find(({ localpart }: { localpart: string }) => localpart === 'emma');
    assert.equal(String(found.shortId), numberOf(yes.notice));
    const before_ = await json('applications', 'show', numberOf(yes.notice));
    assert.equal(before_.said.stage, 'waiting');
    assert.ok(before_.said.audit.some(({ what }: { what: string }) => what === 'prove'));

    const approved = await json('applications', 'approve', numberOf(yes.notice));
    assert.deepEqual([approved.code, approved.said.application.stage], [0, 'approved']);
    await house.letter(yes.who.email, '/welcome/');
    await showing(house, yes.notice, /Approved by .*\(command line\)/);
    const again = await json('applications', 'approve', numberOf(yes.notice));
    assert.deepEqual([again.code, again.said], [1, { ok: false, refusal: 'too-late' }]);

    const declined = await json('applications', 'decline', numberOf(no.notice), '--reason', 'spam');
    assert.equal(declined.said.application.stage, 'declined');
    await showing(house, no.notice, /Declined by .*\(command line\)/);
    await told(house, no.notice, /\(command line\).*: spam/);
    assert.equal((await json('applications', 'show', '4711')).code, 1);
  });

  test('N6: dead letters are listed, shown without secrets, retried and dropped from the command line', async () => {
    const outbox = async (...args: string[]) => {
      const { code, stdout } = await house.porter.run('outbox', ...args, '--json');
      return { code, said: stdout === '' ? undefined : JSON.parse(stdout) };
    };
    const [lost, gone] = [await waiting('gerd'), await waiting('hans')];
    // Else it may be this one that is refused.
    for (const { who } of [lost, gone]) await house.letter(who.email, '/status/');
    house.mail.fault({ trouble: 'refuse', times: Infinity, to: (address) => /^(gerd|hans)@/.test(address) });
    for (const { notice } of [lost, gone]) await house.ada.react(house.room, notice.event_id, '✅');
    const dead = await eventually(
      async () => {
        const { said } = await outbox('list', '--state', 'dead');
        return said.jobs.length === 2 && (said.jobs as { id: string; kind: string; code: string }[]);
      },
      { timeoutMs: 60_000 },
    );
    assert.deepEqual(
      [...new Set(dead.map(({ kind, code }) => `${kind} ${code}`))],
      ['registration.send-letter email.address-refused'],
    );
    const [first, second] = dead;
    assert.ok(first && second);
    const shown = await outbox('show', first.id);
    assert.equal(shown.said.id, first.id);
    assert.doesNotMatch(JSON.stringify(shown.said), /\/welcome\//);
    for (const { notice } of [lost, gone]) {
      const said = await told(house, notice, /could not be delivered/);
      assert.match(said, new RegExp(`!porter resend ${numberOf(notice)}`));
      assert.doesNotMatch(said, /\/welcome\//);
    }

    house.mail.heal();
    assert.equal((await outbox('retry', first.id)).code, 0);
    const who = await eventually(() =>
      [lost.who, gone.who].find(({ email }) =>
        house.mail.lettersTo(email).some(({ text }) => text.includes('/welcome/')),
      ),
    );
    await who.welcome();
    assert.equal((await outbox('drop', second.id)).code, 2, 'it asks, and nobody answers here');
    assert.equal((await outbox('drop', second.id, '--yes')).code, 0);
    await eventually(async () => (await outbox('list', '--state', 'dead')).said.jobs.length === 0);
    assert.equal((await outbox('show', 'no-such-job')).code, 1);

    const other = who === lost.who ? gone : lost;
    await ask(house, house.ada, `!porter resend ${numberOf(other.notice)}`);
    await other.who.welcome();
  });

  // To be read by whoever changes what Porter says.
  if (process.env['PORTER_SHOW_ROOM'] !== undefined) {
    test('the room as people see it', async () => {
      for (const event of await house.admin.messages(house.room, 1_000)) {
        if (event.type !== 'm.room.message') continue;
        const { content } = event;
        const relation = content['m.relates_to'];
        const kind = relation?.rel_type === 'm.replace' ? 'EDIT' : relation?.rel_type === 'm.thread' ? 'THREAD' : '';
        console.log(`--- ${event.sender} ${kind}\n${content['m.new_content']?.body ?? content.body}\n`);
      }
    });
  }
});
