import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { checkAppservice, checkHomeserver, checkSender } from '../../../src/homeserver/check.ts';
import { discoverServerName } from '../../../src/homeserver/discover.ts';
import { promote } from '../../../src/homeserver/synapse/promote.ts';
import { makeWelcomeRooms } from '../../../src/homeserver/synapse/welcome-rooms.ts';
import { checkTeamRoom } from '../../../src/homeserver/team-room/check-team-room.ts';
import type { CheckLine } from '../../../src/kernel/check-line.ts';
import { systemClock } from '../../../src/kernel/clock.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { parseUserId, type RoomAlias, type RoomId, type UserId } from '../../../src/kernel/matrix-id.ts';
import { Secret } from '../../../src/kernel/secret.ts';
import { alias, openRig, type Rig } from '../../support/homeserver/rig.ts';
import type { MatrixUser } from '../../support/matrix-user.ts';
import { needs } from '../../support/needs.ts';
import { startSynapse, type TestSynapse } from '../../support/synapse.ts';

const worst = (lines: readonly CheckLine[]) => lines.filter(({ level }) => level !== 'fine').map(({ code }) => code);

describe('check, init and welcome rooms, on a real Synapse', { ...needs('synapse') }, () => {
  let synapse: TestSynapse;
  let boss: MatrixUser;
  let rig: Rig;
  const lookNeeds = () => ({
    ...{ client: rig.client, urls: { client: synapse.url, admin: synapse.url }, listen: `127.0.0.1:${rig.doorPort}` },
    registration: { id: 'porter', url: synapse.relay.url },
  });
  const roomNeeds = () => ({
    ...{ ...lookNeeds(), room: alias, voters: { kind: 'everyone-local' as const }, encryptedRoom: 'allow' as const },
    clock: systemClock,
  });

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
    assert.equal(found?.how, 'guess');
    assert.equal(await discoverServerName('http://127.0.0.1:9', systemClock), undefined);
  });

  test('before the registration is loaded', async () => {
    assert.deepEqual(worst(await checkHomeserver(lookNeeds())), []);
    assert.deepEqual(worst(await checkAppservice(lookNeeds())), ['homeserver.token-refused']);
    assert.deepEqual(worst(await checkSender(lookNeeds())), ['homeserver.token-refused']);
    assert.deepEqual(worst(await checkTeamRoom(roomNeeds())), ['team-room.not-made']);
  });

  test('promote: refuses a token that is no admin, makes the sender one, and is repeatable', async () => {
    await synapse.loadRegistration();
    const nobody = await synapse.registerUser('nobody');
    const by = (token: string) => promote(lookNeeds(), new Secret(token));
    assert.deepEqual(await by(nobody.accessToken), { ok: false, refusal: 'token-not-admin', detail: undefined });
    assert.deepEqual(await by('wrong'), { ok: false, refusal: 'token-not-admin', detail: undefined });
    assert.deepEqual(await by(boss.accessToken), { ok: true, value: 'promoted' });
    assert.deepEqual(await by(boss.accessToken), { ok: true, value: 'was-admin' });
  });

  test('everything there: fine, and names in our namespace are told', async () => {
    assert.deepEqual(worst(await checkAppservice(lookNeeds())), []);
    assert.deepEqual(worst(await checkSender(lookNeeds())), ['sender.names-in-namespace']);
    assert.deepEqual(worst(await checkTeamRoom(roomNeeds())), ['team-room.not-made']);
    assert.equal((await rig.world.look()).ready, true);
    const wayOut = async (admin?: UserId) => {
      const lines = await checkTeamRoom({ ...roomNeeds(), ...(admin && { admin }) });
      assert.deepEqual(worst(lines), ['team-room.no-voters']);
      return lines.find(({ code }) => code === 'team-room.no-voters')?.remedy ?? '';
    };
    // Nobody is inside who could invite anybody.
    assert.match(await wayOut(), /registration\.admin.*restart Porter/);
    assert.match(await wayOut(parseUserId('@ada:porter.test') as UserId), /[Rr]estart Porter.*@ada:porter\.test/);
    assert.match(await wayOut(parseUserId(boss.userId) as UserId), /@boss:porter\.test.*accept/);
    await boss.join(alias);
    const lines = await checkTeamRoom(roomNeeds());
    assert.deepEqual(worst(lines), []);
    assert.ok(lines.some(({ sentence }) => sentence.includes(boss.userId)));
    assert.ok(lines.some(({ sentence }) => sentence.includes('all members of the room who belong to porter.test')));
    const named = (await checkSender(lookNeeds())).find(({ code }) => code === 'sender.names-in-namespace');
    assert.match(named?.sentence ?? '', /@porter_…:porter\.test: @porter_old:porter\.test\./);
  });

  test('power levels that keep Porter from sending are told with the level, here and by the world', async () => {
    const room = rig.teamRoom.current() as RoomId;
    const before = (await boss.state(room, 'm.room.power_levels')) as { users: object; events: object };
    const events = { ...before.events, 'm.reaction': 60 };
    const users = Object.fromEntries(Object.entries(before.users).filter(([user]) => user !== rig.client.sender));
    await boss.setState(room, 'm.room.power_levels', { ...before, users, events, users_default: 10 });
    const lines = await checkTeamRoom(roomNeeds());
    // Who makes a room of version 12 stands above all levels.
    const above = Number((await boss.state(room, 'm.room.create'))?.['room_version']) >= 12;
    assert.deepEqual(worst(lines), above ? [] : ['team-room.may-not-send']);
    await boss.setState(room, 'm.room.power_levels', before);

    const theirs = await boss.createRoom({ invite: [rig.client.sender] });
    await synapse.asPorter('POST', `/_matrix/client/v3/join/${encodeURIComponent(theirs)}`, {});
    const levels = (await boss.state(theirs, 'm.room.power_levels')) as { events: object };
    await boss.setState(theirs, 'm.room.power_levels', { ...levels, events_default: 50, users_default: 10 });
    const [found] = (await checkTeamRoom({ ...roomNeeds(), room: theirs as RoomId })).filter(
      ({ level }) => level !== 'fine',
    );
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
    assert.deepEqual(worst(await checkTeamRoom(roomNeeds())), ['team-room.encrypted', 'team-room.world-readable']);
    await boss.setState(room, 'm.room.join_rules', { join_rule: 'public' });
    assert.deepEqual(worst(await checkTeamRoom(roomNeeds())), ['team-room.room-public']);
    await boss.setState(room, 'm.room.join_rules', { join_rule: 'invite' });
  });

  test('welcome rooms: joined where possible, passed over where not, twice without harm', async () => {
    const lena = await synapse.registerUser('lena');
    const open = await boss.createRoom({ public: true, alias: 'lobby' });
    const shut = await boss.createRoom({ invite: ['@porter:porter.test'] });
    await synapse.asPorter('POST', `/_matrix/client/v3/join/${encodeURIComponent(shut)}`, {});
    const stranger = await boss.createRoom();
    const rooms = ['#lobby:porter.test', shut, stranger, '#nothing:porter.test', '!nowhere'] as (RoomAlias | RoomId)[];
    const welcome = makeWelcomeRooms({ client: rig.client, rooms, log: silentLog });
    for (let i = 0; i < 2; i += 1)
      await welcome.admit(parseUserId(lena.userId) as UserId, new AbortController().signal);
    const { joined_rooms: joined } = await lena.call('GET', '/_matrix/client/v3/joined_rooms');
    assert.deepEqual([...(joined as string[])].sort(), [open, shut].sort());
  });
});
