import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { MatrixUser } from '../support/matrix-user.ts';
import { needs } from '../support/needs.ts';
import { makeApplicant } from './support/applicant.ts';
import { type House, openHouse } from './support/house.ts';
import { account, inRoom, notReady, restartWith } from './support/talk.ts';
import { check, closedBy, opens } from './support/unfinished.ts';

const porter = '@porter:porter.test';

describe('a team room that moves', needs('synapse'), () => {
  /** The house as seen from the room that is the team's now. */
  let house: House;

  before(async () => {
    house = await openHouse();
  });
  after(() => house?.[Symbol.asyncDispose]());

  /** Upgrades the room and invites everybody who was in it. */
  async function upgrade(by: MatrixUser): Promise<void> {
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(house.room)}/upgrade`;
    const { replacement_room: to } = await by.call('POST', path, { new_version: '12' });
    house = inRoom(house, String(to));
    await notReady(house, /was upgraded to .* is not in there yet.*In the new room, type: \/invite @porter/);
    assert.equal((await check(house.porter)).exit, 2);
    for (const user of [house.admin, house.ada, house.bo].filter(({ userId }) => userId !== by.userId)) {
      await by.invite(house.room, user.userId);
      await user.join(house.room);
    }
    await by.invite(house.room, porter);
    await house.porter.ready();
  }

  /** Somebody applies, and a vote of Bo in the room of now lets them in. */
  async function letsIn(username: string): Promise<void> {
    const who = makeApplicant(house, { username });
    await who.applyAndProve();
    const notice = await house.notice(who.userId);
    await house.bo.react(house.room, notice.event_id, '✅');
    await house.letter(who.email, '/welcome/');
    assert.ok(await account(house, who.userId));
  }

  /** `check` says the same as `serve`: nothing is wrong, and Porter is in this room. */
  async function checkAgrees(): Promise<void> {
    const { exit, lines } = await check(house.porter);
    assert.deepEqual(
      lines.filter(({ level }) => level === 'bad'),
      [],
    );
    assert.ok(exit < 2, JSON.stringify(lines));
  }

  test('V10: upgraded under its alias by a moderator who is no server admin: Porter follows, and stays there after a restart', async () => {
    const who = makeApplicant(house, { username: 'anton' });
    await who.applyAndProve();
    await house.notice(who.userId);
    await house.admin.setPowerLevels(house.room, { users: { [house.ada.userId]: 150 } });
    await upgrade(house.ada);
    const alias = await house.ada.call(
      'GET',
      `/_matrix/client/v3/directory/room/${encodeURIComponent('#team:porter.test')}`,
    );
    assert.equal(alias['room_id'], house.room, 'Synapse has moved the alias');
    const anew = await house.notice(who.userId);
    await house.bo.react(house.room, anew.event_id, '✅');
    await house.letter(who.email, '/welcome/');
    await checkAgrees();
    await restartWith(house, {});
    await letsIn('berta');
  });

  test('V10: named by its ID, upgraded, and Porter is removed from the old room: check and a restart find the new one', async () => {
    const old = house.room;
    await restartWith(house, { registration: { room: old } });
    await upgrade(house.ada);
    await checkAgrees();
    await house.ada.kick(old, porter);
    await checkAgrees();
    await restartWith(house, {});
    await letsIn('cosima');
    // Sent out by mistake, and invited by the moderator who did it.
    await house.ada.kick(house.room, porter);
    await notReady(house, /is no longer in the team room/);
    await house.ada.invite(house.room, porter);
    await house.porter.ready();
    await letsIn('dora');
  });

  test('the team room is a space, in which no client shows a notice: Porter stays closed and says so, until another room is named', async () => {
    const room = house.room;
    const space = await house.admin.createRoom({ type: 'm.space', name: 'The team', invite: [porter] });
    await house.porter.stop();
    await house.porter.configure({ registration: { room: space } });
    await house.porter.start({ wait: 'nothing' });
    await closedBy(house.porter, 'team-room.room-space', 2);
    assert.ok(
      !(await house.admin.messages(space)).some(({ sender, type }) => sender === porter && type === 'm.room.message'),
    );
    await house.porter.stop();
    await house.porter.configure({ registration: { room } });
    await house.porter.start({ wait: 'nothing' });
    await opens(house.porter);
    await letsIn('emil');
  });
});

describe('a team room of version 12 that Porter made', needs('synapse'), () => {
  test('its human admin may do everything there: upgrade it too, and Porter follows', async () => {
    await using house = await openHouse();
    const state = (type: string) => house.admin.state(house.room, type);
    const created = await state('m.room.create');
    assert.deepEqual([created?.['room_version'], created?.['additional_creators']], ['12', [house.admin.userId]]);
    // Members bring in no voters, as nobody asked them to.
    await assert.rejects(house.ada.invite(house.room, '@lena:porter.test'), { errcode: 'M_FORBIDDEN' });
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(house.room)}/upgrade`;
    const { replacement_room: to } = await house.admin.call('POST', path, { new_version: '12' });
    const after = inRoom(house, String(to));
    await after.admin.invite(after.room, porter);
    await after.porter.ready();
    const who = makeApplicant(after, { username: 'zoe' });
    await who.applyAndProve();
    const notice = await after.notice(who.userId);
    await after.admin.react(after.room, notice.event_id, '✅');
    await after.letter(who.email, '/welcome/');
  });
});
