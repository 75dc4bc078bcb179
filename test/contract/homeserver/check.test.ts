import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { checkSteps } from '../../../src/app/check/check-steps.ts';
import { makeSenderDevice } from '../../../src/homeserver/device.ts';
import { discoverServerName } from '../../../src/homeserver/discover.ts';
import { homeserverSteps } from '../../../src/homeserver/steps.ts';
import { promote } from '../../../src/homeserver/synapse/promote.ts';
import { synapse as provisioner } from '../../../src/homeserver/synapse/synapse.ts';
import { makeWelcomeRooms } from '../../../src/homeserver/synapse/welcome-rooms.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { parseUserId, type RoomAlias, type RoomId, type UserId } from '../../../src/kernel/matrix-id.ts';
import { Secret } from '../../../src/kernel/secret.ts';
import { lookAtRoom, type RoomLook, worst } from '../../support/homeserver/look-at-room.ts';
import { alias, openRig, type Rig } from '../../support/homeserver/rig.ts';
import type { MatrixUser } from '../../support/matrix-user.ts';
import { needs } from '../../support/needs.ts';
import { startSynapse, type TestSynapse } from '../../support/synapse.ts';

describe('check, init and welcome rooms, on a real Synapse', { ...needs('synapse') }, () => {
  let synapse: TestSynapse;
  let boss: MatrixUser;
  let rig: Rig;
  const signal = new AbortController().signal;
  /** What a check says of the homeserver. */
  const checkHomeserver = () => {
    const { client, stepNeeds, memory } = rig;
    const steps = homeserverSteps(stepNeeds, {
      provisioner: provisioner.steps(stepNeeds),
      device: makeSenderDevice({ client, memory, clock: systemClock }),
      displayName: 'Porter',
    });
    return checkSteps([{ name: 'homeserver', steps }], provisioner.checks(stepNeeds), signal);
  };
  const checkTeamRoom = (look: RoomLook = {}) => lookAtRoom(rig, look);

  before(async () => {
    synapse = await startSynapse({ registration: 'later' });
    boss = await synapse.registerAdmin('boss');
    await synapse.registerUser('porter_old');
    rig = await openRig(synapse, { room: { admin: parseUserId(boss.userId) as UserId } });
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
    await synapse?.[Symbol.asyncDispose]();
  });

  test('the server name is found without a token', async () => {
    const found = await discoverServerName(synapse.url, systemClock);
    // A client-only listener on an address says nothing; a person has to look at the guess.
    assert.equal(found.how, 'guess');
    assert.deepEqual(await discoverServerName('http://127.0.0.1:9', systemClock), {
      ...{ how: 'not-found', code: 'ECONNREFUSED' },
    });
  });

  test('before the registration is loaded', async () => {
    const lines = await checkHomeserver();
    assert.deepEqual(worst(lines), ['homeserver.token-refused']);
    // What needs the token is left out.
    assert.deepEqual([...new Set(lines.map(({ part }) => part))], ['homeserver', 'appservice']);
    assert.deepEqual(worst(await checkTeamRoom()), ['team-room.not-made']);
  });

  test('promote: refuses a token that is no admin, makes the sender one, and is repeatable', async () => {
    await synapse.loadRegistration();
    const nobody = await synapse.registerUser('nobody');
    const by = async (token: string) => (await promote(rig.stepNeeds, new Secret(token))).result;
    assert.deepEqual(await by(nobody.accessToken), { ok: false, refusal: 'token-not-admin', detail: undefined });
    assert.deepEqual(await by('wrong'), { ok: false, refusal: 'token-unknown', detail: undefined });
    assert.deepEqual(await by(boss.accessToken), { ok: true, value: 'promoted' });
    assert.deepEqual(await by(boss.accessToken), { ok: true, value: 'was-admin' });
  });

  test('everything there: fine, and names in our namespace are told', async () => {
    assert.deepEqual(worst(await checkHomeserver()), ['sender.names-in-namespace']);
    assert.deepEqual(worst(await checkTeamRoom()), ['team-room.not-made']);
    assert.equal((await rig.steps.look()).ready, true);
    const wayOut = async (admin?: UserId) => {
      const lines = await checkTeamRoom({ admin });
      assert.deepEqual(worst(lines), ['team-room.no-voters']);
      return lines.find(({ code }) => code === 'team-room.no-voters')?.remedy ?? '';
    };
    // Nobody is inside who could invite anybody.
    assert.match(await wayOut(), /registration\.admin.*restart Porter/);
    assert.match(await wayOut(parseUserId('@ada:porter.test') as UserId), /[Rr]estart Porter.*@ada:porter\.test/);
    assert.match(await wayOut(parseUserId(boss.userId) as UserId), /@boss:porter\.test.*accept/);
    await boss.join(alias);
    const lines = await checkTeamRoom();
    assert.deepEqual(worst(lines), []);
    assert.ok(lines.some(({ sentence }) => sentence.includes(boss.userId)));
    assert.ok(lines.some(({ sentence }) => sentence.includes('all members of the room who belong to porter.test')));
    const named = (await checkHomeserver()).find(({ code }) => code === 'sender.names-in-namespace');
    assert.match(named?.sentence ?? '', /@porter_…:porter\.test: @porter_old:porter\.test\./);
  });

  test('power levels that keep Porter from sending are told with the level, by check', async () => {
    const room = rig.teamRoom.current() as RoomId;
    const before = (await boss.state(room, 'm.room.power_levels')) as { users: object; events: object };
    const events = { ...before.events, 'm.reaction': 60 };
    const users = Object.fromEntries(Object.entries(before.users).filter(([user]) => user !== rig.client.sender));
    await boss.setState(room, 'm.room.power_levels', { ...before, users, events, users_default: 10 });
    const lines = await checkTeamRoom();
    // Who makes a room of version 12 stands above all levels.
    const above = Number((await boss.state(room, 'm.room.create'))?.['room_version']) >= 12;
    assert.deepEqual(worst(lines), above ? [] : ['team-room.may-not-send']);
    await boss.setState(room, 'm.room.power_levels', before);

    const theirs = await boss.createRoom({ invite: [rig.client.sender] });
    await synapse.asPorter('POST', `/_matrix/client/v3/join/${encodeURIComponent(theirs)}`, {});
    const levels = (await boss.state(theirs, 'm.room.power_levels')) as { events: object };
    await boss.setState(theirs, 'm.room.power_levels', { ...levels, events_default: 50, users_default: 10 });
    const [found] = (await checkTeamRoom({ room: theirs as RoomId })).filter(({ level }) => level !== 'fine');
    assert.equal(found?.code, 'team-room.may-not-send');
    assert.match(
      found?.sentence ?? '',
      /messages \(that takes 50\) and reactions \(that takes 50\); its power level is 10/,
    );
    assert.equal(found?.remedy, 'As an admin of that room, type there: /op @porter:porter.test 50');
  });

  test('V10: an encrypted or public team room is told', async () => {
    const room = rig.teamRoom.current() as RoomId;
    await boss.setState(room, 'm.room.encryption', { algorithm: 'm.megolm.v1.aes-sha2' });
    await boss.setState(room, 'm.room.history_visibility', { history_visibility: 'world_readable' });
    assert.deepEqual(worst(await checkTeamRoom()), ['team-room.encrypted', 'team-room.world-readable']);
    await boss.setState(room, 'm.room.join_rules', { join_rule: 'public' });
    assert.deepEqual(worst(await checkTeamRoom()), ['team-room.room-public']);
    await boss.setState(room, 'm.room.join_rules', { join_rule: 'invite' });
  });

  test('welcome rooms: joined where possible, passed over where not, twice without harm', async () => {
    const lena = await synapse.registerUser('lena');
    const open = await boss.createRoom({ public: true, alias: 'lobby' });
    const shut = await boss.createRoom({ invite: ['@porter:porter.test'] });
    await synapse.asPorter('POST', `/_matrix/client/v3/join/${encodeURIComponent(shut)}`, {});
    const stranger = await boss.createRoom();
    const rooms = ['#lobby:porter.test', shut, stranger, '#nothing:porter.test', '!nowhere'] as (RoomAlias | RoomId)[];
    const welcome = makeWelcomeRooms({ client: rig.client, rooms });
    let missed: Awaited<ReturnType<typeof welcome.admit>> = [];
    for (let i = 0; i < 2; i += 1)
      missed = await welcome.admit(parseUserId(lena.userId) as UserId, new AbortController().signal);
    assert.deepEqual(
      missed.map(({ room, why }) => [room, why]),
      [
        [stranger, 'porter-outside'],
        ['#nothing:porter.test', 'unknown'],
        ['!nowhere', 'unknown'],
      ],
    );
    const { joined_rooms: joined } = await lena.call('GET', '/_matrix/client/v3/joined_rooms');
    assert.deepEqual([...(joined as string[])].sort(), [open, shut].sort());
  });
});
