import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { Fault } from '../../../src/kernel/fault.ts';
import type { EventId } from '../../../src/kernel/matrix-id.ts';
import { eventually } from '../../support/eventually.ts';
import type { Rig } from '../../support/homeserver/rig.ts';
import type { MatrixUser } from '../../support/matrix-user.ts';
import { needs } from '../../support/needs.ts';
import { id, porter, room_, roomSubject } from './room-subject.ts';

describe('the team room, on a real Synapse', { ...needs('synapse') }, () => {
  const at = roomSubject();
  let [boss, ada, bo] = [at.boss, at.ada, at.bo];
  before(() => {
    [boss, ada, bo] = [at.boss, at.ada, at.bo];
  });
  /** A room made by the boss, with Porter and Ada inside. */
  const made = async (options: Parameters<MatrixUser['createRoom']>[0] = {}) => {
    const room = room_(await boss.createRoom({ invite: [porter, ada.userId], ...options }));
    await ada.join(room);
    const rig = await at.rigFor(room);
    assert.equal(await rig.teamRoom.enter(), undefined);
    return { room, rig };
  };

  test('an alias that the registration does not reserve, of another server, or with an unknown admin is told', async () => {
    const code = async (room: string, change = {}) => (await (await at.rigFor(room, change)).teamRoom.enter())?.code;
    assert.equal(await code('#other:porter.test'), 'alias-not-reserved');
    assert.equal(await code('#team:example.org'), 'alias-elsewhere');
    assert.equal(await code('!nowhere'), 'no-such-room');
    assert.equal(await code('#team-z:porter.test', { room: { admin: id('@nobody:porter.test') } }), 'creation-refused');
  });

  for (const version of ['10', '11', '12'] as const) {
    test(`V1: voters of a room of version ${version}: the maker, who has power, and who has left`, async () => {
      const room = room_(await boss.createRoom({ version, invite: [porter, ada.userId, bo.userId] }));
      for (const user of [ada, bo]) await user.join(room);
      const everyone = await at.rigFor(room);
      const powerful = await at.rigFor(room, { room: { voters: { kind: 'power-level', from: 50 } } });
      for (const rig of [everyone, powerful]) assert.equal(await rig.teamRoom.enter(), undefined);
      const voters = async (rig: Rig) => [...(await rig.teamRoom.voters())].sort();
      assert.deepEqual(await voters(everyone), [ada.userId, bo.userId, boss.userId]);
      assert.deepEqual(await voters(powerful), [boss.userId]);
      const users = version === '12' ? {} : { [boss.userId]: 100 };
      await boss.setPowerLevels(room, { users: { ...users, [ada.userId]: 50 } });
      assert.deepEqual(await voters(powerful), [ada.userId, boss.userId]);
      await boss.setPowerLevels(room, { users });
      assert.deepEqual(await voters(powerful), [boss.userId]);
      await bo.leave(room);
      await boss.ban(room, ada.userId);
      assert.deepEqual(await voters(everyone), [boss.userId]);
    });
  }

  test('V1: who may vote is asked anew when it counts; what is shown asks nothing again', async () => {
    const room = room_(await boss.createRoom({ invite: [porter, ada.userId] }));
    await ada.join(room);
    const rig = await at.rigFor(room, { room: { voters: { kind: 'power-level', from: 50 } } });
    await rig.teamRoom.enter();
    assert.deepEqual([...(await rig.teamRoom.voters())], [boss.userId]);
    await boss.setPowerLevels(room, { users: { [ada.userId]: 50 } });
    assert.deepEqual([...(await rig.teamRoom.votersLately())], [boss.userId]);
    assert.deepEqual([...(await rig.teamRoom.voters())].sort(), [ada.userId, boss.userId]);
    assert.deepEqual([...(await rig.teamRoom.votersLately())].sort(), [ada.userId, boss.userId]);
  });

  test('V2: bots and users of appservices never vote', async () => {
    const { room, rig } = await made();
    const bot = await at.synapse.registerUser('bot');
    const path = `/_synapse/admin/v2/users/${encodeURIComponent(bot.userId)}`;
    await boss.call('PUT', path, { user_type: 'bot' });
    await boss.invite(room, bot.userId);
    await bot.join(room);
    await boss.invite(room, bo.userId);
    assert.deepEqual([...(await rig.teamRoom.voters())].sort(), [ada.userId, boss.userId]);
  });

  test('V16: a list of IDs lets only those vote who have joined', async () => {
    const room = room_(await boss.createRoom({ invite: [porter, ada.userId, bo.userId] }));
    await bo.join(room);
    const ids = new Set([id(ada.userId), id(bo.userId), id('@far:example.org'), id(porter)]);
    const rig = await at.rigFor(room, { room: { voters: { kind: 'list', ids } } });
    await rig.teamRoom.enter();
    assert.deepEqual([...(await rig.teamRoom.voters())], [bo.userId]);
  });

  test('V10: made public, knockable or restricted, decisions stop; made private again they go on', async () => {
    const { room, rig } = await made();
    const heard = async () => {
      for (const item of rig.kept.splice(0)) {
        const event = JSON.parse(item.body) as { room_id: string; type: string; state_key?: string; sender: string };
        if (event.state_key === undefined) continue;
        rig.teamRoom.heard({
          ...{ eventId: item.key, roomId: room_(event.room_id), type: event.type, stateKey: event.state_key },
          ...{ sender: id(event.sender), content: {} },
        });
      }
    };
    for (const [rule, reason] of [
      ...[
        ['public', 'room-public'],
        ['knock', 'room-knockable'],
        ['restricted', 'room-restricted'],
      ],
    ] as const) {
      const allow = rule === 'restricted' ? { allow: [{ type: 'm.room_membership', room_id: room }] } : {};
      await boss.setState(room, 'm.room.join_rules', { join_rule: rule as string, ...allow });
      await assert.rejects(
        rig.teamRoom.voters(),
        (error) => error instanceof Fault && error.code === 'team-room.stopped' && error.retryable,
      );
      // What was pushed makes the kept knowledge stale.
      await eventually(async () => {
        await heard();
        return (await rig.teamRoom.stopped()) === reason;
      });
      await boss.setState(room, 'm.room.join_rules', { join_rule: 'invite' });
      assert.equal((await rig.teamRoom.voters()).size, 2);
      assert.equal(await rig.teamRoom.stopped(), undefined);
    }
  });

  test('V10: renamed or encrypted it goes on; encrypted and refused it stops', async () => {
    const { room, rig } = await made();
    await boss.setState(room, 'm.room.name', { name: 'Renamed' });
    await boss.setState(room, 'm.room.history_visibility', { history_visibility: 'joined' });
    await boss.setState(room, 'm.room.encryption', { algorithm: 'm.megolm.v1.aes-sha2' });
    assert.equal((await rig.teamRoom.voters()).size, 2);
    assert.equal(await rig.teamRoom.encrypted(), true);
    const strict = await at.rigFor(room, { room: { encryptedRoom: 'refuse' } });
    await strict.teamRoom.enter();
    assert.equal(await strict.teamRoom.stopped(), 'room-encrypted');
  });

  test('live reactions of one event, over several pages; a withdrawn one is not among them', async () => {
    const { room, rig } = await made();
    const notice = (await boss.sendText(room, 'vote')) as EventId;
    const many = Array.from({ length: 120 }, (_, i) => `k${i}`);
    await Promise.all(many.map((key) => ada.react(room, notice, key)));
    const vote = await boss.react(room, notice, '✅');
    assert.equal((await rig.teamRoom.reactionsOn(notice))?.length, 121);
    await boss.redact(room, vote);
    const rows = await rig.teamRoom.reactionsOn(notice);
    assert.ok(rows !== 'gone');
    assert.equal(rows.length, 120);
    assert.deepEqual(rows.map(({ key }) => key).sort(), many.sort());
    assert.ok(
      rows.every(({ sender, target, roomId }) => sender === ada.userId && target === notice && roomId === room),
    );
  });

  test('what was never pushed is read back, once, also when a later event was pushed', async () => {
    const { room, rig } = await made();
    await rig.teamRoom.readTimeline();
    rig.kept.length = 0;
    const notice = await boss.sendText(room, 'notice');
    const lost = [await ada.sendText(room, 'lost'), await ada.react(room, notice, '✅')];
    const newest = await ada.sendText(room, 'newest');
    await eventually(() => rig.kept.some(({ key }) => key === newest));
    // As if Synapse had lost two, and pushed what came after them.
    rig.kept.splice(0, rig.kept.length, ...rig.kept.filter(({ key }) => !lost.includes(key)));
    assert.equal(await rig.teamRoom.readTimeline(), 2);
    assert.ok(lost.every((event) => rig.kept.some(({ key }) => key === event)));
    assert.equal(await rig.teamRoom.readTimeline(), 0);
    assert.equal(await rig.teamRoom.displayNameOf(id(ada.userId)), 'ada');
    assert.equal(await rig.teamRoom.displayNameOf(id('@who:porter.test')), '@who:porter.test');
  });
});
