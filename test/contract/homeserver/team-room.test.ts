import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { Fault } from '../../../src/kernel/fault.ts';
import {
  type EventId,
  parseRoomId,
  parseUserId,
  type RoomAlias,
  type RoomId,
  type UserId,
} from '../../../src/kernel/matrix-id.ts';
import { eventually } from '../../support/eventually.ts';
import { openRig, type Rig } from '../../support/homeserver/rig.ts';
import type { MatrixUser } from '../../support/matrix-user.ts';
import { needs } from '../../support/needs.ts';
import { startSynapse, type TestSynapse } from '../../support/synapse.ts';

const porter = '@porter:porter.test';
const id = (text: string) => parseUserId(text) as UserId;
const room_ = (text: string) => parseRoomId(text) as RoomId;

describe('the team room, on a real Synapse', { ...needs('synapse') }, () => {
  let synapse: TestSynapse;
  let boss: MatrixUser;
  let ada: MatrixUser;
  let bo: MatrixUser;
  let rigs: Rig[];
  /** A rig for a room of this name or id; Porter is not inside yet. */
  const rigFor = async (room: string, change: Parameters<typeof openRig>[1] = {}): Promise<Rig> => {
    const rig = await openRig(synapse, { ...change, room: { room: room as RoomAlias, ...change.room } });
    rigs.push(rig);
    return rig;
  };
  /** A room made by the boss, with Porter and Ada inside. */
  const made = async (options: Parameters<MatrixUser['createRoom']>[0] = {}) => {
    const room = room_(await boss.createRoom({ invite: [porter, ada.userId], ...options }));
    await ada.join(room);
    const rig = await rigFor(room);
    assert.equal(await rig.teamRoom.enter(), undefined);
    return { room, rig };
  };

  before(async () => {
    synapse = await startSynapse({ teamAlias: 'team.*' });
    boss = await synapse.registerAdmin('boss');
    ada = await synapse.registerUser('ada');
    bo = await synapse.registerUser('bo');
    await synapse.promotePorter(boss);
  });
  after(() => synapse?.[Symbol.asyncDispose]());
  beforeEach(() => {
    rigs = [];
  });
  afterEach(async () => {
    for (const rig of rigs) await rig[Symbol.asyncDispose]();
  });

  test('made exactly once under its alias, also by two at once, with a person as its admin', async () => {
    const change = { room: { admin: id(boss.userId) } };
    const [one, two] = [await rigFor('#team-a:porter.test', change), await rigFor('#team-a:porter.test', change)];
    // Whoever comes while the other is still making it is told so, and finds it the next time.
    await Promise.allSettled([one.teamRoom.enter(), two.teamRoom.enter()]);
    assert.deepEqual([await one.teamRoom.enter(), await two.teamRoom.enter()], [undefined, undefined]);
    assert.equal(one.teamRoom.current(), two.teamRoom.current());
    const room = await boss.join('#team-a:porter.test');
    assert.equal(room, one.teamRoom.current());
    const power = await boss.state(room, 'm.room.power_levels');
    assert.deepEqual(power?.['users'], { [boss.userId]: 100 });
    assert.equal((await boss.state(room, 'm.room.join_rules'))?.['join_rule'], 'invite');
  });

  test('made without an admin: one that the configuration names later is invited by the next start, as its admin', async () => {
    const name = '#team-d:porter.test';
    const first = await rigFor(name);
    assert.equal(await first.teamRoom.enter(), undefined);
    const room = first.teamRoom.current() as RoomId;

    const missing = await rigFor(name, { room: { admin: id('@nobody:porter.test') } });
    assert.equal(await missing.teamRoom.enter(), undefined, 'nobody to invite is no reason to stop');

    const named = () => rigFor(name, { room: { admin: id(boss.userId) } });
    const later = await named();
    assert.equal(await later.teamRoom.enter(), undefined);
    await boss.join(room);
    assert.deepEqual((await boss.state(room, 'm.room.power_levels'))?.['users'], { [boss.userId]: 100 });
    await boss.invite(room, bo.userId);
    await bo.join(room);

    const events = async () => (await bo.messages(room)).length;
    const before = await events();
    assert.equal(await (await named()).teamRoom.enter(), undefined);
    assert.equal(await events(), before, 'who is inside is left alone');
    await boss.leave(room);
    assert.equal(await (await named()).teamRoom.enter(), undefined);
    assert.equal((await bo.state(room, 'm.room.member', boss.userId))?.['membership'], 'leave', 'the team is inside');
    await bo.leave(room);
    assert.equal(await later.teamRoom.enter(), undefined);
    await assert.rejects(boss.join(room), 'at a start, not at every look');
    assert.equal(await (await named()).teamRoom.enter(), undefined);
    await boss.join(room);
  });

  test("into somebody else's room Porter invites nobody, and who was banned stays out", async () => {
    const theirs = room_(await boss.createRoom({ invite: [porter] }));
    assert.equal(await (await rigFor(theirs, { room: { admin: id(ada.userId) } })).teamRoom.enter(), undefined);
    assert.equal(await boss.state(theirs, 'm.room.member', ada.userId).catch(() => undefined), undefined);

    const ours = await rigFor('#team-e:porter.test', { room: { admin: id(boss.userId) } });
    await ours.teamRoom.enter();
    const room = await boss.join('#team-e:porter.test');
    await boss.ban(room, ada.userId);
    const again = await rigFor('#team-e:porter.test', { room: { admin: id(ada.userId) } });
    assert.equal(await again.teamRoom.enter(), undefined);
    assert.equal((await boss.state(room, 'm.room.member', ada.userId))?.['membership'], 'ban');
  });

  test('an alias that was lost does not make a second room', async () => {
    const rig = await rigFor('#team-c:porter.test');
    await rig.teamRoom.enter();
    const room = rig.teamRoom.current();
    await synapse.asPorter('DELETE', `/_matrix/client/v3/directory/room/${encodeURIComponent('#team-c:porter.test')}`);
    assert.equal(await rig.teamRoom.enter(), undefined);
    const again = await rigFor('#team-c:porter.test', { memory: rig.memory });
    assert.equal(await again.teamRoom.enter(), undefined);
    assert.equal(again.teamRoom.current(), room);
  });

  test('an alias that the registration does not reserve, of another server, or with an unknown admin is told', async () => {
    const code = async (room: string, change = {}) => (await (await rigFor(room, change)).teamRoom.enter())?.code;
    assert.equal(await code('#other:porter.test'), 'alias-not-reserved');
    assert.equal(await code('#team:example.org'), 'alias-elsewhere');
    assert.equal(await code('!nowhere'), 'no-such-room');
    assert.equal(await code('#team-z:porter.test', { room: { admin: id('@nobody:porter.test') } }), 'creation-refused');
  });

  test('joins when a server admin invites, and nobody else', async () => {
    const room = await ada
      .createRoom({ alias: 'team-b', invite: [porter] })
      .catch(() => ada.createRoom({ invite: [porter] }));
    const rig = await rigFor(room);
    assert.deepEqual(await rig.teamRoom.enter(), { code: 'inviter-not-admin', detail: ada.userId });
    await ada.kick(room, porter);
    assert.equal((await rig.teamRoom.enter())?.code, 'not-invited');
    await ada.setPowerLevels(room, { users: { [boss.userId]: 100 } });
    await ada.invite(room, boss.userId);
    await boss.join(room);
    await boss.invite(room, porter);
    // The invitation is pushed; the door keeps it.
    await eventually(() => rig.kept.some(({ body }) => body.includes('"invite"') && body.includes(boss.userId)));
    await rig.teamRoom.invited({ roomId: room_(room), sender: id(boss.userId), state: [] });
    assert.equal(rig.teamRoom.current(), room);
    await boss.ban(room, porter);
    assert.equal((await rig.teamRoom.enter())?.code, 'banned');
  });

  for (const version of ['10', '11', '12'] as const) {
    test(`V1: voters of a room of version ${version}: the maker, who has power, and who has left`, async () => {
      const room = room_(await boss.createRoom({ version, invite: [porter, ada.userId, bo.userId] }));
      for (const user of [ada, bo]) await user.join(room);
      const everyone = await rigFor(room);
      const powerful = await rigFor(room, { room: { voters: { kind: 'power-level', from: 50 } } });
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
    const rig = await rigFor(room, { room: { voters: { kind: 'power-level', from: 50 } } });
    await rig.teamRoom.enter();
    assert.deepEqual([...(await rig.teamRoom.voters())], [boss.userId]);
    await boss.setPowerLevels(room, { users: { [ada.userId]: 50 } });
    assert.deepEqual([...(await rig.teamRoom.votersLately())], [boss.userId]);
    assert.deepEqual([...(await rig.teamRoom.voters())].sort(), [ada.userId, boss.userId]);
    assert.deepEqual([...(await rig.teamRoom.votersLately())].sort(), [ada.userId, boss.userId]);
  });

  test('V2: bots and users of appservices never vote', async () => {
    const { room, rig } = await made();
    const bot = await synapse.registerUser('bot');
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
    const rig = await rigFor(room, { room: { voters: { kind: 'list', ids } } });
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

  test('V10: removed from the room, decisions stop, and an invitation brings Porter back', async () => {
    const { room, rig } = await made();
    await boss.kick(room, porter);
    await assert.rejects(
      rig.teamRoom.voters(),
      (error) => error instanceof Fault && error.code === 'team-room.stopped',
    );
    assert.equal(await rig.teamRoom.stopped(), 'not-in-room');
    assert.equal((await rig.teamRoom.enter())?.code, 'not-invited');
    await boss.invite(room, porter);
    assert.equal(await rig.teamRoom.enter(), undefined);
    assert.equal(await rig.teamRoom.stopped(), undefined);
  });

  test('V10: renamed or encrypted it goes on; encrypted and refused it stops', async () => {
    const { room, rig } = await made();
    await boss.setState(room, 'm.room.name', { name: 'Renamed' });
    await boss.setState(room, 'm.room.history_visibility', { history_visibility: 'joined' });
    await boss.setState(room, 'm.room.encryption', { algorithm: 'm.megolm.v1.aes-sha2' });
    assert.equal((await rig.teamRoom.voters()).size, 2);
    assert.equal(await rig.teamRoom.encrypted(), true);
    const strict = await rigFor(room, { room: { encryptedRoom: 'refuse' } });
    await strict.teamRoom.enter();
    assert.equal(await strict.teamRoom.stopped(), 'room-encrypted');
  });

  test('V10: an upgraded room is followed when the new one names the old one', async () => {
    const { room, rig } = await made({ version: '11' });
    const moves: unknown[] = [];
    rig.teamRoom.onMoved((to, from) => moves.push([to, from]));
    const { replacement_room: to } = await boss.call(
      'POST',
      `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/upgrade`,
      {
        new_version: '12',
      },
    );
    assert.deepEqual(await rig.teamRoom.enter(), { code: 'not-invited', detail: to });
    await assert.rejects(
      rig.teamRoom.voters(),
      (error) => error instanceof Fault && error.code === 'team-room.stopped',
    );
    await boss.invite(String(to), porter);
    assert.equal(await rig.teamRoom.enter(), undefined);
    assert.equal(rig.teamRoom.current(), to);
    assert.deepEqual(moves, [[to, room]]);
    assert.deepEqual([...(await rig.teamRoom.voters())], [boss.userId]);
    // A new process begins at the configured room and ends at the same place.
    const again = await rigFor(room, { memory: rig.memory });
    assert.equal(again.teamRoom.current(), to);
    assert.equal(await again.teamRoom.enter(), undefined);
    assert.equal(again.teamRoom.current(), to);
  });

  test('V10: a tombstone that points at a room which does not name the old one is not followed', async () => {
    const { room, rig } = await made({ version: '11' });
    const other = await boss.createRoom({ invite: [porter] });
    await boss.setState(room, 'm.room.tombstone', { body: 'moved', replacement_room: other });
    assert.equal(await rig.teamRoom.enter(), undefined);
    assert.equal(rig.teamRoom.current(), room);
    assert.equal(await rig.teamRoom.stopped(), 'room-replaced');
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
