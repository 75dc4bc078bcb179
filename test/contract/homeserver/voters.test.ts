import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DAY } from '../../../src/kernel/clock.ts';
import type { RoomId, UserId } from '../../../src/kernel/matrix-id.ts';
import { lookAtRoom, type RoomLook, worst } from '../../support/homeserver/look-at-room.ts';
import type { MatrixUser } from '../../support/matrix-user.ts';
import { needs } from '../../support/needs.ts';
import { id, porter, room_, roomSubject } from './room-subject.ts';

const admin = '/_synapse/admin';
const enc = encodeURIComponent;

describe('who may vote, and who could bring in voters, on a real Synapse', { ...needs('synapse') }, () => {
  const at = roomSubject();

  /** A room of the boss with these members, and Porter inside. */
  async function roomWith(members: readonly MatrixUser[], options: Parameters<MatrixUser['createRoom']>[0] = {}) {
    const invite = [porter, ...members.map(({ userId }) => userId)];
    const room = room_(await at.boss.createRoom({ invite, powerLevels: { invite: 50 }, ...options }));
    for (const member of members) await member.join(room);
    const rig = await at.rigFor(room);
    assert.equal(await rig.teamRoom.enter(), undefined);
    const look = (how: RoomLook = {}) => lookAtRoom(rig, { ...how, room });
    const lineOf = async (code: string, how?: RoomLook) => (await look(how)).find((line) => line.code === code);
    return { room, rig, look, lineOf };
  }

  const change = (user: string, body: object) => at.boss.call('PUT', `${admin}/v2/users/${enc(user)}`, body);
  /** What can be wrong with an account whose owner is a member, and how an admin mends it. */
  const troubles: readonly (readonly [
    string,
    (user: string) => Promise<unknown>,
    (user: string) => Promise<unknown>,
  ])[] = [
    ['locked', (user) => change(user, { locked: true }), (user) => change(user, { locked: false })],
    [
      'suspended',
      (user) => at.boss.call('PUT', `${admin}/v1/suspend/${enc(user)}`, { suspend: true }),
      (user) => at.boss.call('PUT', `${admin}/v1/suspend/${enc(user)}`, { suspend: false }),
    ],
    [
      'shadow-banned',
      (user) => at.boss.call('POST', `${admin}/v1/users/${enc(user)}/shadow_ban`, {}),
      (user) => at.boss.call('DELETE', `${admin}/v1/users/${enc(user)}/shadow_ban`),
    ],
  ];

  for (const [state, lay, lift] of troubles) {
    test(`V1: a member whose account is ${state} has no vote, from that moment on and until it is mended`, async () => {
      const { rig, look, lineOf } = await roomWith([at.ada]);
      const voted = new Set([at.ada.userId, at.boss.userId] as UserId[]);
      assert.deepEqual([...(await rig.teamRoom.voters())].sort(), [...voted].sort());
      await lay(at.ada.userId);
      // Lists may be some minutes old; a vote that counts is asked about anew.
      assert.deepEqual([...(await rig.teamRoom.votersAmong(voted))], [at.boss.userId]);
      assert.deepEqual([...(await rig.teamRoom.voters())], [at.boss.userId], 'and from then on lists know it too');
      const line = await lineOf('team-room.barred-members');
      assert.ok(line?.sentence.includes(`${at.ada.userId} (${state})`), line?.sentence);
      await lift(at.ada.userId);
      assert.deepEqual([...(await rig.teamRoom.votersAmong(voted))].sort(), [...voted].sort());
      assert.deepEqual(worst(await look()), []);
    });
  }

  test('V1: a member whose account is closed has no vote, whatever the room says of it', async () => {
    const cy = await at.synapse.registerUser('cy');
    const { rig } = await roomWith([cy]);
    const voted = new Set([id(cy.userId), id(at.boss.userId)]);
    assert.equal((await rig.teamRoom.votersAmong(voted)).size, 2);
    await at.boss.call('POST', `${admin}/v1/deactivate/${enc(cy.userId)}`, { erase: false });
    assert.deepEqual([...(await rig.teamRoom.votersAmong(voted))], [at.boss.userId]);
    // Synapse takes the user out of the rooms after a while; until then only the account says it.
    assert.equal((await rig.directory.find(id(cy.userId)))?.barred, 'deactivated');
  });

  test('V2: of those who voted, bots and users of other appservices never count, whatever list names them', async () => {
    const bot = await at.synapse.registerUser('bot');
    await change(bot.userId, { user_type: 'bot' });
    const { rig } = await roomWith([bot, at.bo]);
    const voted = new Set([id(bot.userId), id(at.bo.userId), id(porter), id('@nobody:porter.test')]);
    assert.deepEqual([...(await rig.teamRoom.votersAmong(voted))], [at.bo.userId]);
  });

  test('V1: one vote asks about the room once, and about those who voted only', async () => {
    const { rig } = await roomWith([at.ada, at.bo]);
    const asked: string[] = [];
    const { find, stateOf } = rig.directory;
    Object.assign(rig.directory, {
      find(user: UserId) {
        asked.push(user);
        return find(user);
      },
      stateOf(of: RoomId) {
        asked.push('room');
        return stateOf(of);
      },
    });
    await rig.teamRoom.votersAmong(new Set([id(at.ada.userId)]));
    assert.deepEqual(asked.sort(), [at.ada.userId, 'room']);
  });

  test('V16: whoever may invite brings in voters: everybody is worth a look, some are named with their levels', async () => {
    const { room, look, lineOf } = await roomWith([at.ada], { version: '11', powerLevels: {} });
    assert.deepEqual(worst(await look()), ['team-room.anybody-brings-voters']);
    const anybody = await lineOf('team-room.anybody-brings-voters');
    assert.match(
      anybody?.sentence ?? '',
      /may invite \(that takes level 0, members have 0\), and whoever comes in from porter\.test may vote/,
    );
    await at.boss.setPowerLevels(room, { invite: 50, users: { [at.boss.userId]: 100, [at.ada.userId]: 50 } });
    const some = (await look()).find(({ sentence }) => sentence.startsWith('Who may invite'));
    assert.match(some?.sentence ?? '', /level 50\): @ada:porter\.test \(50\), @boss:porter\.test \(100\);/);

    // By level it is whoever gives levels, and by list nobody.
    const byLevel = { voters: { kind: 'power-level', from: 50 } } as const;
    const giving = (await look(byLevel)).find(({ sentence }) => sentence.startsWith('Who may change power levels'));
    assert.match(giving?.sentence ?? '', /level 100\): @boss:porter\.test \(100\); whoever is given 50 may vote/);
    const listed = { voters: { kind: 'list', ids: new Set([id(at.ada.userId), id(at.boss.userId)]) } } as const;
    assert.ok(!(await look(listed)).some(({ sentence }) => /bring|Who may/.test(sentence)));
  });

  test('votes that can never come together, and voters who cannot react, are told with the numbers', async () => {
    const { room, look, lineOf } = await roomWith([at.ada, at.bo], { version: '11' });
    const quorum = { approve: 3, decline: 2 };
    assert.deepEqual(worst(await look({ quorum })), []);
    assert.match(
      (await lineOf('team-room.too-few-voters', { quorum: { approve: 4, decline: 2 } }))?.sentence ?? '',
      /takes 4 × ✅ and 2 × ❌, but only 3 can vote now/,
    );
    const levels = (await at.boss.state(room, 'm.room.power_levels')) as { events: object };
    const users = { [at.boss.userId]: 100, [porter]: 50, [at.ada.userId]: 50 };
    await at.boss.setState(room, 'm.room.power_levels', {
      ...levels,
      users,
      events: { ...levels.events, 'm.reaction': 50 },
    });
    const lines = await look({ quorum });
    assert.deepEqual(worst(lines), ['team-room.cannot-react', 'team-room.too-few-voters']);
    const mute = lines.find(({ code }) => code === 'team-room.cannot-react');
    assert.match(mute?.sentence ?? '', /take a power level of 50 .* cannot vote: @bo:porter\.test\./);
    assert.match(mute?.remedy ?? '', /\/op @bo:porter\.test 50/);
  });

  test('a room that forgets messages before applications end is told with both times', async () => {
    const { room, look, lineOf } = await roomWith([at.ada]);
    await at.boss.setState(room, 'm.room.retention', { max_lifetime: 7 * DAY });
    assert.match(
      (await lineOf('team-room.forgetful'))?.sentence ?? '',
      /after 7 days \(m\.room\.retention\), but an application may wait 30 days/,
    );
    assert.deepEqual(worst(await look({ decideWithin: 7 * DAY })), []);
  });

  test('V10: a room that deletes messages within the hour stops decisions, and both say so', async () => {
    const { room, look } = await roomWith([at.ada]);
    const rig = await at.rigFor(room);
    assert.equal(await rig.teamRoom.enter(), undefined);
    await at.boss.setState(room, 'm.room.retention', { max_lifetime: 1 });
    rig.teamRoom.heard({
      ...{ eventId: '$retention', roomId: room, type: 'm.room.retention', stateKey: '' },
      ...{ sender: id(at.boss.userId), content: {} },
    });
    assert.equal(await rig.teamRoom.stopped(), 'room-forgetful');
    assert.ok(worst(await look()).includes('team-room.room-forgetful'));
    await rig.steps.look();
    assert.equal(rig.steps.state().next?.code, 'team-room.room-forgetful');
  });

  test('an alias that the registration does not reserve is told by check as by serve', async () => {
    const rig = await at.rigFor('#crew:porter.test');
    assert.equal((await rig.teamRoom.enter())?.code, 'alias-not-reserved');
    const look = { room: '#crew:porter.test' as RoomLook['room'] & string, reserves: () => false };
    assert.deepEqual(worst(await lookAtRoom(rig, look)), ['team-room.alias-not-reserved']);
  });
});
