import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RoomId } from '../../../src/kernel/matrix-id.ts';
import { lookAtRoom, worst } from '../../support/homeserver/look-at-room.ts';
import { openRig } from '../../support/homeserver/rig.ts';
import { needs } from '../../support/needs.ts';
import { startSynapse } from '../../support/synapse.ts';
import { id, porter, room_, roomSubject } from './room-subject.ts';

describe('the team room that Porter makes, on a real Synapse', { ...needs('synapse') }, () => {
  const at = roomSubject();

  test('made exactly once under its alias, also by two at once, with a person as its admin', async () => {
    const change = { room: { admin: id(at.boss.userId) } };
    const [one, two] = [await at.rigFor('#team-a:porter.test', change), await at.rigFor('#team-a:porter.test', change)];
    // Whoever comes while the other is still making it is told so, and finds it the next time.
    await Promise.allSettled([one.teamRoom.enter(), two.teamRoom.enter()]);
    assert.deepEqual([await one.teamRoom.enter(), await two.teamRoom.enter()], [undefined, undefined]);
    assert.equal(one.teamRoom.current(), two.teamRoom.current());
    const room = await at.boss.join('#team-a:porter.test');
    assert.equal(room, one.teamRoom.current());
    const power = await at.boss.state(room, 'm.room.power_levels');
    assert.deepEqual(power?.['users'], {}, 'creators of version 12 are not listed');
    const created = await at.boss.state(room, 'm.room.create');
    assert.deepEqual([created?.['room_version'], created?.['additional_creators']], ['12', [at.boss.userId]]);
  });

  test('made without an admin: one that the configuration names later is invited by the next start, as its admin', async () => {
    const name = '#team-d:porter.test';
    const first = await at.rigFor(name);
    assert.equal(await first.teamRoom.enter(), undefined);
    const room = first.teamRoom.current() as RoomId;

    const missing = await at.rigFor(name, { room: { admin: id('@nobody:porter.test') } });
    assert.equal(await missing.teamRoom.enter(), undefined, 'nobody to invite is no reason to stop');

    const named = () => at.rigFor(name, { room: { admin: id(at.boss.userId) } });
    const later = await named();
    assert.equal(await later.teamRoom.enter(), undefined);
    await at.boss.join(room);
    // Whoever is no creator upgrades a room of version 12 from level 150 on.
    assert.deepEqual((await at.boss.state(room, 'm.room.power_levels'))?.['users'], { [at.boss.userId]: 150 });
    await at.boss.invite(room, at.bo.userId);
    await at.bo.join(room);

    const events = async () => (await at.bo.messages(room)).length;
    const before = await events();
    assert.equal(await (await named()).teamRoom.enter(), undefined);
    assert.equal(await events(), before, 'who is inside is left alone');
    await at.boss.leave(room);
    assert.equal(await (await named()).teamRoom.enter(), undefined);
    assert.equal(
      (await at.bo.state(room, 'm.room.member', at.boss.userId))?.['membership'],
      'leave',
      'the team is inside',
    );
    await at.bo.leave(room);
    assert.equal(await later.teamRoom.enter(), undefined);
    await assert.rejects(at.boss.join(room), 'at a start, not at every look');
    assert.equal(await (await named()).teamRoom.enter(), undefined);
    await at.boss.join(room);
  });

  test("into somebody else's room Porter invites nobody, and who was banned stays out", async () => {
    const theirs = room_(await at.boss.createRoom({ invite: [porter] }));
    assert.equal(await (await at.rigFor(theirs, { room: { admin: id(at.ada.userId) } })).teamRoom.enter(), undefined);
    assert.equal(await at.boss.state(theirs, 'm.room.member', at.ada.userId).catch(() => undefined), undefined);

    const ours = await at.rigFor('#team-e:porter.test', { room: { admin: id(at.boss.userId) } });
    await ours.teamRoom.enter();
    const room = await at.boss.join('#team-e:porter.test');
    await at.boss.ban(room, at.ada.userId);
    const again = await at.rigFor('#team-e:porter.test', { room: { admin: id(at.ada.userId) } });
    assert.equal(await again.teamRoom.enter(), undefined);
    assert.equal((await at.boss.state(room, 'm.room.member', at.ada.userId))?.['membership'], 'ban');
  });

  test('an alias that was lost does not make a second room', async () => {
    const rig = await at.rigFor('#team-c:porter.test');
    await rig.teamRoom.enter();
    const room = rig.teamRoom.current();
    await at.synapse.asPorter(
      'DELETE',
      `/_matrix/client/v3/directory/room/${encodeURIComponent('#team-c:porter.test')}`,
    );
    assert.equal(await rig.teamRoom.enter(), undefined);
    const again = await at.rigFor('#team-c:porter.test', { memory: rig.memory });
    assert.equal(await again.teamRoom.enter(), undefined);
    assert.equal(again.teamRoom.current(), room);
  });

  test('by invitation only: members invite nobody, guests stay out, nothing is encrypted or listed', async () => {
    const rig = await at.rigFor('#team-closed:porter.test', { room: { admin: id(at.boss.userId) } });
    assert.equal(await rig.teamRoom.enter(), undefined);
    const room = await at.boss.join('#team-closed:porter.test');
    await at.boss.invite(room, at.ada.userId);
    await at.ada.join(room);
    await assert.rejects(at.ada.invite(room, at.bo.userId), { errcode: 'M_FORBIDDEN' });
    const state = (type: string) => at.boss.state(room, type);
    assert.deepEqual(await state('m.room.join_rules'), { join_rule: 'invite' });
    assert.deepEqual(await state('m.room.guest_access'), { guest_access: 'forbidden' });
    assert.deepEqual(await state('m.room.history_visibility'), { history_visibility: 'shared' });
    assert.equal(await state('m.room.encryption'), undefined);
    const listed = await at.boss.call('GET', `/_matrix/client/v3/directory/list/room/${encodeURIComponent(room)}`);
    assert.equal(listed['visibility'], 'private');
    // Members talk and vote; moderators see to topic and name, admins to who may come in.
    const event = await at.ada.sendText(room, 'hello');
    await at.ada.redact(room, await at.ada.react(room, event, '✅'));
    await at.boss.setPowerLevels(room, { users: { [at.ada.userId]: 50 } });
    await at.ada.setState(room, 'm.room.topic', { topic: 'Who comes in' });
    await assert.rejects(at.ada.setState(room, 'm.room.join_rules', { join_rule: 'public' }), {
      errcode: 'M_FORBIDDEN',
    });
    await at.ada.invite(room, at.bo.userId);

    const lines = await lookAtRoom(rig, { room: rig.teamRoom.current() as RoomId });
    assert.deepEqual(worst(lines), []);
    const able = lines.find(({ sentence }) => /Who may invite/.test(sentence))?.sentence ?? '';
    assert.match(able, /takes level 50\): @ada:porter\.test \(50\), @boss:porter\.test \(creator\); whoever comes in/);
  });

  for (const named of ['when the room was made', 'later'] as const) {
    test(`an admin who was named ${named} upgrades the room of version 12, and Porter follows`, async () => {
      const name = named === 'later' ? '#team-late:porter.test' : '#team-early:porter.test';
      const change = { room: { admin: id(at.boss.userId) } };
      if (named === 'later') assert.equal(await (await at.rigFor(name)).teamRoom.enter(), undefined);
      const rig = await at.rigFor(name, change);
      assert.equal(await rig.teamRoom.enter(), undefined);
      const room = await at.boss.join(name);
      const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/upgrade`;
      const { replacement_room: to } = await at.boss.call('POST', path, { new_version: '12' });
      assert.deepEqual(await rig.teamRoom.enter(), { code: 'upgraded', detail: to });
      await at.boss.invite(String(to), porter);
      assert.equal(await rig.teamRoom.enter(), undefined);
      assert.equal(rig.teamRoom.current(), to);
    });
  }

  test('an admin whose account is closed is told, and no room is made that nobody could enter', async () => {
    const gone = await at.synapse.registerUser('gone');
    await at.boss.call('POST', `/_synapse/admin/v1/deactivate/${encodeURIComponent(gone.userId)}`, {});
    const rig = await at.rigFor('#team-gone:porter.test', { room: { admin: id(gone.userId) } });
    const trouble = await rig.teamRoom.enter();
    assert.deepEqual(trouble, { code: 'creation-refused', detail: `${gone.userId}: the account is deactivated` });
  });

  test('a room that was deleted on the server is made again under its alias', async () => {
    const rig = await at.rigFor('#team-again:porter.test', { room: { admin: id(at.boss.userId) } });
    assert.equal(await rig.teamRoom.enter(), undefined);
    const first = rig.teamRoom.current() as RoomId;
    await at.boss.join('#team-again:porter.test');
    const path = `/_synapse/admin/v1/rooms/${encodeURIComponent(first)}`;
    await at.boss.call('DELETE', path, { purge: true });
    assert.equal(await rig.teamRoom.enter(), undefined);
    assert.notEqual(rig.teamRoom.current(), first);
    assert.equal(await at.boss.join('#team-again:porter.test'), rig.teamRoom.current());
  });
});

describe('a server that encrypts rooms by default', { ...needs('synapse') }, () => {
  const at = roomSubject({ extra: { encryption_enabled_by_default_for_room_type: 'invite' } });

  test('the team room that Porter makes is not encrypted', async () => {
    assert.ok(await at.boss.state(await at.boss.createRoom(), 'm.room.encryption'), 'others are');
    const rig = await at.rigFor('#team:porter.test', { room: { admin: id(at.boss.userId) } });
    assert.equal(await rig.teamRoom.enter(), undefined);
    assert.equal(await rig.teamRoom.encrypted(), false);
    const room = await at.boss.join('#team:porter.test');
    assert.deepEqual(await at.boss.state(room, 'm.room.join_rules'), { join_rule: 'invite' });
  });
});

describe('a server whose new rooms are of a version that Porter does not know', { ...needs('synapse') }, () => {
  const at = roomSubject({ extra: { default_room_version: 'org.matrix.msc3757.11' } });

  test('the team room is of the newest version that Porter knows', async () => {
    const rig = await at.rigFor('#team:porter.test', { room: { admin: id(at.boss.userId) } });
    assert.equal(await rig.teamRoom.enter(), undefined);
    assert.equal(await rig.teamRoom.stopped(), undefined);
    const room = await at.boss.join('#team:porter.test');
    assert.equal((await at.boss.state(room, 'm.room.create'))?.['room_version'], '12');
  });
});

describe('a server whose new rooms are of version 10', { ...needs('synapse') }, () => {
  test('the team room is made there as well, with both as its admins', async () => {
    await using synapse = await startSynapse({ extra: { default_room_version: '10' } });
    const boss = await synapse.registerAdmin('boss');
    await synapse.promotePorter(boss);
    await using rig = await openRig(synapse, { room: { admin: id(boss.userId) } });
    assert.equal((await rig.steps.look()).ready, true, JSON.stringify(rig.steps.state().next));
    const room = await boss.join('#team:porter.test');
    const power = await boss.state(room, 'm.room.power_levels');
    assert.deepEqual(power?.['users'], { [porter]: 100, [boss.userId]: 100 });
  });

  test('an admin who is named later is given the same', async () => {
    await using synapse = await startSynapse({ extra: { default_room_version: '10' } });
    const boss = await synapse.registerAdmin('boss');
    await synapse.promotePorter(boss);
    await using alone = await openRig(synapse);
    assert.equal((await alone.steps.look()).ready, true, JSON.stringify(alone.steps.state().next));
    await using rig = await openRig(synapse, { room: { admin: id(boss.userId) } });
    assert.equal((await rig.steps.look()).ready, true, JSON.stringify(rig.steps.state().next));
    const room = await boss.join('#team:porter.test');
    const power = await boss.state(room, 'm.room.power_levels');
    assert.deepEqual(power?.['users'], { [porter]: 100, [boss.userId]: 100 });
  });
});
