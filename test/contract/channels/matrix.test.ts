import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { NotificationsConfig } from '../../../src/app/notifications/sections.ts';
import { notificationsSteps } from '../../../src/app/notifications/steps.ts';
import type { Looking } from '../../../src/app/part-checks.ts';
import { lookAt } from '../../../src/channels/matrix/look-at.ts';
import { LONGEST_CONTENT } from '../../../src/channels/matrix/render.tsx';
import { NotificationsSection } from '../../../src/config/sections/notifications.ts';
import { makeRoomListener } from '../../../src/doors/appservice/room-messages.ts';
import { makeLog, silentLog } from '../../../src/kernel/log.ts';
import type { RoomId, UserId } from '../../../src/kernel/matrix-id.ts';
import { makeAcceptInvitation } from '../../../src/notifications/accept-invitation.ts';
import { aDelivery } from '../../support/deliveries.ts';
import { eventually } from '../../support/eventually.ts';
import { type MessageRig, openMessageRig } from '../../support/homeserver/message-rig.ts';
import { openRig } from '../../support/homeserver/rig.ts';
import type { MatrixUser } from '../../support/matrix-user.ts';
import { type FaultProxy, startFaultProxy } from '../../support/peers/faults.ts';
import { startSynapse, type TestSynapse } from '../../support/synapse.ts';
import { type ChannelRig, channelContract } from './suite.ts';

const never = new AbortController().signal;
const porter = '@porter:porter.test';

describe('notifications on Matrix', () => {
  let synapse: TestSynapse;
  let boss: MatrixUser;
  let ada: MatrixUser;
  let rig: MessageRig;
  const says = (address: string, title: string, over: Parameters<typeof aDelivery>[2] = {}) =>
    aDelivery(address, { title, origin: '', lines: [] }, over);
  const send = (...what: Parameters<typeof says>) => rig.channel.deliver(says(...what), never);
  const idOf = (result: Awaited<ReturnType<typeof send>>): string => {
    assert.ok(result.kind === 'done', JSON.stringify(result));
    return result.receipt?.id ?? assert.fail('no event ID');
  };
  const listPath = `/_matrix/client/v3/user/${encodeURIComponent(porter)}/account_data/m.direct`;
  const directRooms = async (user: MatrixUser): Promise<readonly string[]> =>
    ((await synapse.asPorter('GET', listPath)).body[user.userId] ?? []) as string[];

  before(async () => {
    synapse = await startSynapse();
    boss = await synapse.registerAdmin('boss');
    ada = await synapse.registerUser('ada');
    await synapse.promotePorter(boss);
    rig = await openMessageRig(synapse);
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
    await synapse?.[Symbol.asyncDispose]();
  });

  test('N3: a room is reached once Porter was invited; before that whoever is inside is told what to type', async () => {
    const room = await ada.createRoom();
    await assert.rejects(send(room, 'too early'), {
      ...{ code: 'matrix.not-in-room', retryable: true, scope: 'person' },
      words: 'M_FORBIDDEN: You are not invited to this room.',
      remedy: 'In that room, type: /invite @porter:porter.test',
    });
    await ada.invite(room, porter);
    idOf(await send(room, 'now'));
    assert.deepEqual(await bodiesIn(ada, room), ['now']);
  });

  test('rooms of every version are reached, by id and by alias', async () => {
    for (const version of ['10', '11', '12'] as const) {
      const alias = `ops${version}`;
      const room = await ada.createRoom({ version, alias, invite: [porter] });
      await send(room, 'by id');
      await send(`#${alias}:porter.test`, 'by alias');
      assert.deepEqual(await bodiesIn(ada, room), ['by id', 'by alias'], version);
    }
    await assert.rejects(send('#nobody:porter.test', 'x'), { code: 'matrix.unknown-alias', retryable: true });
  });

  test('V4: the same delivery again is not shown twice, also by another process and after a restart of the homeserver', async () => {
    const room = await ada.createRoom({ invite: [porter] });
    const once = says(room, 'once');
    const again = { ...once, firstTriedAt: Date.now() };
    const first = idOf(await rig.channel.deliver(once, never));
    assert.equal(idOf(await rig.channel.deliver(again, never)), first);
    await synapse.kill();
    await synapse.start();
    await using another = await openMessageRig(synapse);
    assert.equal(idOf(await another.channel.deliver(again, never)), first);
    assert.deepEqual(await bodiesIn(ada, room), ['once']);
  });

  test('a person gets one direct chat, which is found again after a restart and after they have left', async () => {
    const bo = await synapse.registerUser('bo');
    // Two at once make one room.
    await Promise.all([send(bo.userId, 'one'), send(bo.userId, 'two')]);
    const [room, invite] = await eventually(async () => {
      const [found, ...more] = Object.entries(await bo.invitations());
      assert.equal(more.length, 0);
      return found;
    });
    assert.ok(JSON.stringify(invite).includes('"is_direct":true'), JSON.stringify(invite));
    // An invitation that nobody answers keeps nothing from being posted.
    await send(bo.userId, 'three');
    await bo.join(room);
    assert.deepEqual((await bodiesIn(bo, room)).toSorted(), ['one', 'three', 'two']);
    // Clients name it after Porter, so it has no name and no main alias.
    assert.equal(await bo.state(room, 'm.room.name'), undefined);
    assert.equal((await bo.state(room, 'm.room.canonical_alias'))?.['alias'], undefined);

    await bo.leave(room);
    await using another = await openMessageRig(synapse);
    await another.channel.deliver(says(bo.userId, 'four'), never);
    await bo.join(room);
    assert.equal((await bodiesIn(bo, room)).at(-1), 'four');
    assert.deepEqual(await directRooms(bo), [room]);
  });

  test('D1: a chat that was made before Porter was killed is found again', async () => {
    const cy = await synapse.registerUser('cy');
    await send(cy.userId, 'one');
    const [room = ''] = await directRooms(cy);
    // As if Porter had been killed between making the room and writing the list.
    const { body } = await synapse.asPorter('GET', listPath);
    await synapse.asPorter('PUT', listPath, { ...body, [cy.userId]: [] });
    await using another = await openMessageRig(synapse);
    await another.channel.deliver(says(cy.userId, 'two'), never);
    await cy.join(room);
    assert.deepEqual(await bodiesIn(cy, room), ['one', 'two']);
  });

  test('nobody is invited who does not exist or whose account is closed, and not Porter itself', async () => {
    assert.deepEqual(await send('@nobody:porter.test', 'x'), { kind: 'refused', receipt: { words: 'no such user' } });
    const gone = await synapse.registerUser('gone');
    await boss.call('PUT', `/_synapse/admin/v2/users/${encodeURIComponent(gone.userId)}`, { deactivated: true });
    assert.deepEqual(await send(gone.userId, 'x'), {
      kind: 'refused',
      receipt: { words: 'the account is deactivated' },
    });
    assert.equal((await send(porter, 'x')).kind, 'refused');
  });

  test('a direct chat that Porter has lost is made anew', async () => {
    const di = await synapse.registerUser('di');
    await send(di.userId, 'one');
    const [lost = ''] = await directRooms(di);
    await synapse.asPorter('POST', `/_matrix/client/v3/rooms/${encodeURIComponent(lost)}/leave`, {});
    const two = says(di.userId, 'two');
    await assert.rejects(rig.channel.deliver(two, never), { code: 'matrix.direct-lost', retryable: true });
    idOf(await rig.channel.deliver(two, never));
    const [now = ''] = await directRooms(di);
    assert.notEqual(now, lost);
    await di.join(now);
    assert.deepEqual(await bodiesIn(di, now), ['two']);
  });

  test('a later notification edits an earlier one, and the next one edits the same again', async () => {
    const room = await ada.createRoom({ invite: [porter] });
    const first = idOf(await send(room, 'firing'));
    const edit = says(room, 'resolved', { replaces: first });
    assert.equal(idOf(await rig.channel.deliver(edit, never)), first);
    assert.equal(idOf(await rig.channel.deliver({ ...edit, firstTriedAt: Date.now() }, never)), first);
    assert.equal((await ada.shown(room, first)).body, 'resolved');
    assert.equal((await bodiesIn(ada, room)).length, 2, 'the edit stands there once, though it was sent twice');
    const onlyInPlace = true;
    await send(room, 'over', { replaces: first, onlyInPlace });
    assert.equal((await ada.shown(room, first)).body, 'over');
    await ada.redact(room, first);
    const before = (await bodiesIn(ada, room)).length;
    await send(room, 'nobody sees it', { replaces: first, onlyInPlace });
    assert.equal((await bodiesIn(ada, room)).length, before);
  });

  test('where the earlier one is gone, redacted, or in another room, it is a message of its own', async () => {
    const room = await ada.createRoom({ invite: [porter] });
    const alone = async (title: string, replaces: string) => {
      const id = idOf(await send(room, title, { replaces }));
      const { content } = await ada.event(room, id);
      assert.deepEqual([content.body, content['m.relates_to']], [title, undefined]);
    };
    await alone('never was', '$never-was');
    const first = idOf(await send(room, 'firing'));
    await ada.redact(room, first);
    await alone('redacted', first);
    const elsewhere = await ada.createRoom({ invite: [porter] });
    await alone('elsewhere', idOf(await send(elsewhere, 'firing')));
    const second = idOf(await send(room, 'firing'));
    await ada.kick(room, porter);
    await ada.invite(room, porter);
    await send(room, 'let in again', { replaces: second });
    assert.equal((await ada.shown(room, second)).body, 'let in again');
  });

  test('an edit whose answer was lost, and whose event was redacted since, is told by a message that is seen', async () => {
    const room = await ada.createRoom({ invite: [porter] });
    const first = idOf(await send(room, 'firing'));
    const delivery = says(room, 'resolved', { replaces: first });
    await rig.channel.deliver(delivery, never);
    await ada.redact(room, first);
    const again = { ...delivery, firstTriedAt: Date.now() };
    const instead = idOf(await rig.channel.deliver(again, never));
    const { content } = await ada.event(room, instead);
    assert.deepEqual([content.body, content['m.relates_to']], ['resolved', undefined]);
    assert.equal(idOf(await rig.channel.deliver(again, never)), instead, 'and once');
  });

  test('N3: a room from which Porter was sent, or in which it may not write, is told and delivers once that is mended', async () => {
    const room = await ada.createRoom({ version: '11', invite: [porter] });
    await send(room, 'one');
    await ada.kick(room, porter);
    await assert.rejects(send(room, 'x'), { code: 'matrix.not-in-room', retryable: true, scope: 'person' });
    await ada.invite(room, porter);
    await ada.setPowerLevels(room, { events_default: 50 });
    await assert.rejects(send(room, 'x'), { code: 'matrix.may-not-send', retryable: true, scope: 'person' });
    const lines = await lookAt({ rooms: rig.rooms, address: room }, never);
    assert.deepEqual(
      lines.map(({ level, code }) => [level, code]),
      [['bad', 'matrix.may-not-send']],
    );
    await ada.setPowerLevels(room, { events_default: 0 });
    await send(room, 'two');
    assert.deepEqual(await bodiesIn(ada, room), ['one', 'two']);
  });

  test('a room that was upgraded is told, and an alias leads to the new one', async () => {
    const room = await ada.createRoom({ version: '10', alias: 'moving', invite: [porter] });
    await send(room, 'one');
    const { replacement_room: next } = await ada.call(
      'POST',
      `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/upgrade`,
      { new_version: '11' },
    );
    await assert.rejects(send(room, 'x'), { code: 'matrix.replaced', retryable: true, scope: 'person' });
    const lines = await lookAt({ rooms: rig.rooms, address: room }, never);
    assert.deepEqual(
      lines.map(({ code }) => code),
      ['matrix.replaced'],
    );
    await ada.invite(String(next), porter);
    await send('#moving:porter.test', 'two');
    assert.deepEqual(await bodiesIn(ada, String(next)), ['two']);
  });

  test('a look says what is wrong with a room and changes nothing; an encrypted one is warned about once', async () => {
    const warnings: string[] = [];
    await using watched = await openMessageRig(synapse, { log: makeLog('warn', (line) => void warnings.push(line)) });
    const look = async (address: string) =>
      (await lookAt({ rooms: watched.rooms, address }, never)).map(({ level, code }) =>
        `${level} ${code ?? ''}`.trim(),
      );
    const room = await ada.createRoom({ encrypted: true });
    assert.deepEqual(await look(room), ['bad matrix.not-in-room']);
    assert.deepEqual(await look('#nowhere:porter.test'), ['bad matrix.unknown-alias']);
    assert.deepEqual(await look(ada.userId), []);
    await ada.invite(room, porter);
    for (const title of ['one', 'two']) await watched.channel.deliver(says(room, title), never);
    assert.deepEqual(await look(room), ['fine', 'warn matrix.encrypted']);
    // `porter check` looks so at every room among the targets.
    const targets = { ops: [`matrix:${room}`, 'email:ops@example.org'], all: ['ops', `matrix:${room}`] };
    const config = { notifications: NotificationsSection.parse({ targets }) } as NotificationsConfig;
    const looking = { homeserver: { needs: watched }, runtime: { log: silentLog } } as unknown as Looking;
    const [check] = notificationsSteps(config, looking).checks ?? [];
    const found = (await check?.run())?.map(({ level }) => level);
    assert.deepEqual(found, ['fine', 'warn']);
    assert.equal(warnings.filter((line) => line.includes('encrypted room')).length, 1);
  });

  test('the longest text fits into one event, as a message and as an edit', async () => {
    const room = await ada.createRoom({ invite: [porter] });
    const lines = Array.from({ length: 3_000 }, () => '漢字 & "mehr" <b>');
    const long = aDelivery(room, { lines });
    const first = idOf(await rig.channel.deliver(long, never));
    const { content } = await ada.event(room, first);
    assert.match(String(content.body), /… \d+ % cut$/);
    assert.ok('formatted_body' in content);
    await rig.channel.deliver(aDelivery(room, { lines }, { replaces: first }), never);
    assert.ok('formatted_body' in (await ada.shown(room, first)));
  });

  test('Porter enters a room into which somebody invited it whom the configuration names, and no other', async () => {
    await using door = await openRig(synapse);
    const { client, rooms } = rig;
    const accept = makeAcceptInvitation({ rooms, invitedBy: new Set([ada.userId as UserId]), log: silentLog });
    const handle = makeRoomListener(client.sender, { hearInvite: accept, hearMessage: async () => undefined });
    const membershipAfterInvitation = async (by: MatrixUser): Promise<unknown> => {
      const room = await by.createRoom({ invite: [porter] });
      await handle(
        await eventually(() =>
          door.kept.find(({ body }) => body.includes(room) && body.includes('"membership":"invite"')),
        ),
      );
      return (await by.state(room, 'm.room.member', porter))?.membership;
    };
    assert.equal(await membershipAfterInvitation(ada), 'join');
    assert.equal(await membershipAfterInvitation(boss), 'invite');
  });

  test('connecting sends nothing and says as whom', async () => {
    assert.equal(await rig.channel.connect(never), `connected as ${porter}`);
  });
});

let shared: ReturnType<typeof openSynapse> | undefined;
after(async () => (await shared)?.synapse[Symbol.asyncDispose]());

/** One Synapse for the whole suite, and a network in front of it that can break. */
async function openSynapse() {
  const synapse = await startSynapse();
  const boss = await synapse.registerAdmin('boss');
  await synapse.promotePorter(boss);
  return { synapse, boss, ada: await synapse.registerUser('ada') };
}

/** The network in front of Synapse as the suite breaks it. */
const breaking = (network: FaultProxy): Pick<ChannelRig, 'down' | 'silent'> => ({
  async down() {
    await network.set({ onConnect: 'refuse' });
    network.cut();
    return { up: network.heal };
  },
  async silent() {
    await network.set({ blackHole: 'toClient' });
    return { [Symbol.dispose]: () => void network.heal() };
  },
});

/** Bodies of Porter's messages in a room, as somebody in it sees them. */
const bodiesIn = async (user: MatrixUser, room: string): Promise<readonly string[]> =>
  (await user.messages(room)).flatMap(({ sender, type, content }) =>
    sender === porter && type === 'm.room.message' ? [String(content.body)] : [],
  );

/** How many persons the suite has met. */
let people = 0;

channelContract('matrix, to a person', async () => {
  shared ??= openSynapse();
  const { synapse, boss } = await shared;
  const network = await startFaultProxy({ to: { port: Number(new URL(synapse.url).port) } });
  const rig = await openMessageRig({ ...synapse, url: `http://127.0.0.1:${network.port}` });
  people += 1;
  const person = await synapse.registerUser(`person${people}`);
  return {
    ...{ channel: rig.channel, address: person.userId, ...breaking(network) },
    async shown() {
      const list = `/_matrix/client/v3/user/${encodeURIComponent(porter)}/account_data/m.direct`;
      const [room] = ((await synapse.asPorter('GET', list)).body[person.userId] ?? []) as string[];
      return room === undefined ? [] : await bodiesIn(person, await person.join(room));
    },
    async refuse() {
      await boss.call('PUT', `/_synapse/admin/v2/users/${encodeURIComponent(person.userId)}`, { deactivated: true });
    },
    ...{ limit: LONGEST_CONTENT, remembersIds: true },
    async [Symbol.asyncDispose]() {
      await rig[Symbol.asyncDispose]();
      await network[Symbol.asyncDispose]();
    },
  };
});

channelContract('matrix', async () => {
  shared ??= openSynapse();
  const { synapse, ada } = await shared;
  const network = await startFaultProxy({ to: { port: Number(new URL(synapse.url).port) } });
  const rig = await openMessageRig({ ...synapse, url: `http://127.0.0.1:${network.port}` });
  const [address, elsewhere] = [await ada.createRoom({ invite: [porter] }), await ada.createRoom({ invite: [porter] })];
  await rig.rooms.enter(address as RoomId, never);
  // Then the first request of a delivery is the one that sends.
  await rig.channel.deliver(aDelivery(elsewhere), never);
  return {
    channel: rig.channel,
    address,
    shown: () => bodiesIn(ada, address),
    lose() {
      const open = network.connections.filter((connection) => connection.open);
      // What the homeserver says next ends the connection on its way.
      void network.set({ cutAfter: { toClient: 0 } });
      void eventually(() => open.some((connection) => !connection.open)).then(network.heal);
    },
    ...breaking(network),
    limit: LONGEST_CONTENT,
    remembersIds: true,
    async [Symbol.asyncDispose]() {
      await rig[Symbol.asyncDispose]();
      await network[Symbol.asyncDispose]();
    },
  };
});
