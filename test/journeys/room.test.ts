import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { RoomEvent } from '../support/matrix-user.ts';
import { needs } from '../support/needs.ts';
import { type Applicant, makeApplicant } from './support/applicant.ts';
import { type House, openHouse, PATIENCE } from './support/house.ts';
import { account, ask, inRoom, notReady, numberOf, plain, restartWith, showing, told } from './support/talk.ts';

describe('what becomes of the team room', needs('synapse'), () => {
  /** The house as seen from the room that is the team's now. */
  let house: House;
  const porter = '@porter:porter.test';

  before(async () => {
    house = await openHouse();
  });
  after(() => house?.[Symbol.asyncDispose]());

  async function waiting(username: string): Promise<{ readonly who: Applicant; readonly notice: RoomEvent }> {
    const who = makeApplicant(house, { username });
    await who.applyAndProve();
    return { who, notice: await house.notice(who.userId) };
  }
  const vote = (user: House['ada'], notice: RoomEvent, key = '✅') => user.react(house.room, notice.event_id, key);
  const accountMade = (who: Applicant) => house.letter(who.email, '/welcome/');
  const said = (fits: RegExp) =>
    house.admin.waitFor(
      house.room,
      ({ sender, content }) => sender === porter && fits.test(plain(content.body)),
      PATIENCE,
    );
  /** A room that the team makes itself. */
  async function teamsRoom(version: '10' | '11', alias?: string): Promise<string> {
    const room = await house.admin.createRoom({
      version,
      name: `The team's own, version ${version}`,
      invite: [porter, house.ada.userId, house.bo.userId],
      ...(alias === undefined ? {} : { alias }),
    });
    await house.ada.join(room);
    await house.bo.join(room);
    return room;
  }

  test('V10: made public, decisions stop and /readyz says so; private again, the votes given meanwhile count', async () => {
    const [one, two] = [await waiting('amos'), makeApplicant(house, { username: 'beate' })];
    await two.apply();
    await house.admin.setState(house.room, 'm.room.join_rules', { join_rule: 'public' });
    await notReady(house, /Anybody can enter the team room/);
    await said(/Decisions are stopped: this room is public/);
    assert.match((await house.porter.run('check')).stdout, /WRONG +team room +Anybody can enter/);
    await vote(house.ada, one.notice);
    assert.match(await ask(house, house.bo, `!porter approve ${numberOf(one.notice)}`), /Decisions are stopped/);
    // Who has applied before finds the way to the end of the proof, and nobody in the room hears of it.
    await two.proveByCode();
    assert.equal(await account(house, one.who.userId), undefined);
    const events = await house.admin.messages(house.room);
    assert.ok(!events.some(({ content }) => plain(content.body).includes(two.userId)));

    await house.admin.setState(house.room, 'm.room.join_rules', { join_rule: 'invite' });
    await house.porter.ready();
    await accountMade(one.who);
    await said(/Decisions go on/);
    await vote(house.bo, await house.notice(two.userId));
    await accountMade(two);
  });

  test('V10: an encrypted room: votes count, which is said once; told to refuse, Porter stops', async () => {
    const { who, notice } = await waiting('carla');
    await house.admin.setState(house.room, 'm.room.encryption', { algorithm: 'm.megolm.v1.aes-sha2' });
    await said(/This room is encrypted\. I can read reactions/);
    for (const text of ['one', 'two']) {
      await house.ada.send(house.room, 'm.room.encrypted', {
        algorithm: 'm.megolm.v1.aes-sha2',
        ciphertext: `secret-${text}`,
      });
    }
    await vote(house.ada, notice);
    await accountMade(who);

    const refused = await waiting('detlef');
    await house.porter.stop();
    await house.porter.configure({ registration: { encryptedRoom: 'refuse' } });
    await house.porter.start();
    await notReady(house, /encrypted/);
    await said(/Decisions are stopped: this room is encrypted/);
    await vote(house.ada, refused.notice);
    await house.bo.sendText(house.room, 'hello');
    await restartWith(house, { registration: { encryptedRoom: 'allow' } });
    await accountMade(refused.who);
    const events = await house.admin.messages(house.room, 500);
    assert.equal(events.filter(({ content }) => /I can read reactions/.test(plain(content.body))).length, 1);
  });

  test('V10: the team names a room of its own (version 10, by id): open notices move there; old votes do not', async () => {
    const { who, notice } = await waiting('elsa');
    const before_ = house;
    const room = await teamsRoom('10');
    house = inRoom(house, room);
    await restartWith(house, { registration: { room } });
    const anew = await house.notice(who.userId);
    await said(/Porter is here/);
    await before_.ada.react(before_.room, notice.event_id, '✅');
    assert.match(await ask(house, house.bo, `!porter show ${numberOf(anew)}`), /Waiting for your votes/);
    await vote(house.bo, anew);
    await accountMade(who);
    await told(house, anew, /account @elsa:porter\.test is made/);
  });

  test('V10: Porter is sent out by mistake: /readyz says so; any member lets it in again, and what was missed counts', async () => {
    const [one, two] = [await waiting('fanny'), makeApplicant(house, { username: 'georg' })];
    await two.apply();
    await house.admin.kick(house.room, porter);
    await notReady(house, /is no longer in the team room.*\/invite @porter:porter\.test/);
    const { stdout, code } = await house.porter.run('check');
    assert.match(stdout, /WRONG +team room +@porter:porter\.test is no longer in the team room/);
    assert.equal(code, 2);
    await vote(house.ada, one.notice);
    await two.proveByCode();
    assert.equal(await account(house, one.who.userId), undefined);
    await house.ada.invite(house.room, porter);
    await house.porter.ready();
    await accountMade(one.who);
    await said(/I am in this room again: decisions go on/);
    await vote(house.bo, await house.notice(two.userId));
    await accountMade(two);
  });

  test('V10: upgraded: Porter follows only a successor that names the old room, and open notices are posted again', async () => {
    const { who, notice } = await waiting('helga');
    const decoy = await teamsRoom('11');
    await house.admin.setState(house.room, 'm.room.tombstone', { body: 'moved', replacement_room: decoy });
    await notReady(house, /was replaced, and Porter could not follow/);
    await vote(house.ada, notice);
    const old = house;
    const { replacement_room: room } = await house.admin.call(
      'POST',
      `/_matrix/client/v3/rooms/${house.room}/upgrade`,
      {
        new_version: '11',
      },
    );
    house = inRoom(house, String(room));
    await notReady(house, /was upgraded to .* is not in there yet.*\/invite @porter/);
    for (const user of [house.ada, house.bo]) {
      await house.admin.invite(house.room, user.userId);
      await user.join(house.room);
    }
    await house.admin.invite(house.room, porter);
    await house.porter.ready();
    const anew = await house.notice(who.userId);
    assert.match(plain(await house.shown(anew)), /✅ 0 of 1/);
    assert.match(await ask(house, house.bo, `!porter show ${numberOf(anew)}`), /Waiting for your votes/);
    assert.equal(await account(house, who.userId), undefined, 'the old ✅ does not count');
    await vote(house.bo, anew);
    await accountMade(who);
    await showing(house, anew, /Approved by .*@bo/);
    assert.ok(!(await old.admin.messages(decoy)).some(({ sender }) => sender === porter));
  });

  test('a room of version 11 that the team made and gave an alias', async () => {
    const room = await teamsRoom('11', 'crew');
    house = inRoom(house, room);
    await restartWith(house, { registration: { room: '#crew:porter.test' } });
    const { who, notice } = await waiting('ida');
    await vote(house.ada, notice);
    await accountMade(who);
    await showing(house, notice, /Approved by .*@ada/);
    const check = await house.porter.run('check');
    assert.match(check.stdout, /Porter is in #crew:porter\.test \(version 11\)[\s\S]*3 may vote now: @ada/);
  });
});
