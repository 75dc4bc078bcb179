import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Fault } from '../../../src/kernel/fault.ts';
import type { RoomAlias, RoomId } from '../../../src/kernel/matrix-id.ts';
import { eventually } from '../../support/eventually.ts';
import { lookAtRoom, worst } from '../../support/homeserver/look-at-room.ts';
import type { Rig } from '../../support/homeserver/rig.ts';
import type { MatrixUser } from '../../support/matrix-user.ts';
import { needs } from '../../support/needs.ts';
import { id, porter, room_, roomSubject } from './room-subject.ts';

describe('the team room that moves, on a real Synapse', { ...needs('synapse') }, () => {
  const at = roomSubject();
  const path = (room: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(room)}`;
  const aliasPath = (alias: string) => `/_matrix/client/v3/directory/room/${encodeURIComponent(alias)}`;
  const join = (room: string) => at.synapse.asPorter('POST', `/_matrix/client/v3/join/${encodeURIComponent(room)}`, {});
  const upgrade = async (room: string, by: MatrixUser, version: '11' | '12' = '11') =>
    room_(String((await by.call('POST', `${path(room)}/upgrade`, { new_version: version }))['replacement_room']));

  /** What `serve` finds, and with it what `check` says: both go one way. */
  async function enter(rig: Rig, room: string): Promise<string | undefined> {
    const [line] = worst(await lookAtRoom(rig, { room: room as RoomAlias }));
    const code = (await rig.teamRoom.enter())?.code;
    // What `serve` puts right by itself, `check` only announces.
    const announced = line === 'team-room.invited' || line === 'team-room.not-made' ? undefined : line;
    const here = rig.teamRoom.current();
    if (code !== undefined || here === undefined) assert.equal(announced, `team-room.${code}`);
    else assert.ok(!/alias|upgraded|invited|sent|abandoned|made/.test(announced ?? ''), announced);
    return code;
  }

  /** Ada is moderator of a room with an alias; the boss, who is server admin, brought Porter in and has left. */
  async function adasRoom(alias: string, more: Parameters<MatrixUser['createRoom']>[0] = {}) {
    const name = `#${alias}:porter.test`;
    const room = room_(await at.ada.createRoom({ version: '11', alias, invite: [at.boss.userId], ...more }));
    await at.ada.setPowerLevels(room, { users: { [at.ada.userId]: 100, [at.boss.userId]: 50 } });
    await at.boss.join(room);
    await at.boss.invite(room, porter);
    const rig = await at.rigFor(name);
    assert.equal(await enter(rig, name), undefined);
    await at.boss.leave(room);
    return { name, room, rig };
  }

  test('to an alias Porter comes when a server admin invites, and nobody else', async () => {
    const name = '#team-first:porter.test';
    const room = await at.ada.createRoom({ alias: 'team-first', invite: [porter] });
    const rig = await at.rigFor(name);
    assert.equal(await enter(rig, name), 'inviter-not-admin');
    await at.ada.kick(room, porter);
    assert.equal(await enter(rig, name), 'not-invited');
    await at.ada.invite(room, at.boss.userId);
    await at.boss.join(room);
    await at.boss.invite(room, porter);
    // The invitation is pushed; the door keeps it.
    await eventually(() => rig.kept.some(({ body }) => body.includes('"invite"') && body.includes(at.boss.userId)));
    await rig.teamRoom.invited({ roomId: room_(room), sender: id(at.boss.userId), state: [] });
    assert.equal(rig.teamRoom.current(), room);
    await at.ada.ban(room, porter);
    assert.equal(await enter(rig, name), 'banned');
  });

  test('to a room that the configuration names by its ID, which nobody can take, Porter comes when anybody invites', async () => {
    const room = await at.ada.createRoom();
    const rig = await at.rigFor(room);
    assert.equal(await enter(rig, room), 'not-invited');
    await at.ada.invite(room, porter);
    assert.equal(await enter(rig, room), undefined);
    assert.equal(rig.teamRoom.current(), room);
  });

  test('V10: sent out, decisions stop; any member brings Porter back, under an alias too and after a restart', async () => {
    const { name, room, rig } = await adasRoom('team-out');
    await at.ada.kick(room, porter);
    await assert.rejects(
      rig.teamRoom.voters(),
      (error) => error instanceof Fault && error.code === 'team-room.stopped',
    );
    assert.equal(await rig.teamRoom.stopped(), 'not-in-room');
    const later = await at.rigFor(name, { memory: rig.memory });
    for (const one of [rig, later]) assert.equal(await enter(one, name), 'sent-out');
    await at.ada.invite(room, porter);
    assert.equal(await enter(later, name), undefined);
    assert.equal(await enter(rig, name), undefined);
    assert.equal(await rig.teamRoom.stopped(), undefined);
  });

  test('V10: upgraded under its alias by a moderator who is no server admin: Porter follows, also after a restart', async () => {
    const { name, room, rig } = await adasRoom('team-alias');
    const to = await upgrade(room, at.ada);
    assert.equal((await at.ada.call('GET', aliasPath(name)))['room_id'], to, 'Synapse moves the alias');
    const later = await at.rigFor(name, { memory: rig.memory });
    for (const one of [rig, later]) assert.equal(await enter(one, name), 'upgraded');
    await at.ada.invite(to, porter);
    for (const one of [later, rig]) {
      assert.equal(await enter(one, name), undefined);
      assert.equal(one.teamRoom.current(), to);
    }
    // A second upgrade, with Porter no longer in the first room.
    await at.ada.kick(room, porter);
    const next = await upgrade(to, at.ada, '12');
    await at.ada.invite(next, porter);
    const last = await at.rigFor(name, { memory: rig.memory });
    assert.equal(await enter(last, name), undefined);
    assert.equal(last.teamRoom.current(), next);
  });

  test('V10: upgraded, and named by its ID: check finds what serve finds, also when Porter has left the old room', async () => {
    const old = room_(await at.boss.createRoom({ invite: [porter], version: '11' }));
    const rig = await at.rigFor(old);
    assert.equal(await enter(rig, old), undefined);
    const moves: unknown[] = [];
    rig.teamRoom.onMoved((to, from) => moves.push([to, from]));
    const to = await upgrade(old, at.boss, '12');
    assert.equal(await enter(rig, old), 'upgraded');
    await assert.rejects(
      rig.teamRoom.voters(),
      (error) => error instanceof Fault && error.code === 'team-room.stopped',
    );
    await at.boss.invite(to, porter);
    assert.equal(await enter(rig, old), undefined);
    assert.deepEqual([rig.teamRoom.current(), moves], [to, [[to, old]]]);
    assert.deepEqual([...(await rig.teamRoom.voters())], [at.boss.userId]);

    await at.boss.kick(old, porter);
    await at.boss.leave(old);
    const again = await at.rigFor(old, { memory: rig.memory });
    assert.equal(again.teamRoom.current(), to);
    assert.equal(await enter(again, old), undefined);
    assert.equal(again.teamRoom.current(), to);
    const [line] = await lookAtRoom(again, { room: old });
    assert.ok(line?.sentence.includes(`${to} (version 12), to which ${old} was upgraded`), line?.sentence);
    // The old room is deleted for good.
    await at.boss.call('DELETE', `/_synapse/admin/v1/rooms/${encodeURIComponent(old)}`, { purge: true });
    assert.equal(await enter(again, old), undefined);
    assert.equal(again.teamRoom.current(), to);
  });

  test('V10: a tombstone that points at a room which does not name the old one is not followed', async () => {
    const { name, room, rig } = await adasRoom('team-decoy');
    const other = await at.ada.createRoom({ invite: [porter] });
    await at.ada.setState(room, 'm.room.tombstone', { body: 'moved', replacement_room: other });
    assert.equal(await rig.teamRoom.enter(), undefined);
    assert.equal(rig.teamRoom.current(), room);
    assert.equal(await rig.teamRoom.stopped(), 'room-replaced');
    assert.deepEqual(worst(await lookAtRoom(rig, { room: name as RoomAlias })), ['team-room.room-replaced']);
  });

  test('V10: a tombstone by a member who could bring in no voters takes nothing along until a server admin invites', async () => {
    const old = room_(await at.boss.createRoom({ invite: [porter, at.ada.userId], version: '11' }));
    await at.ada.join(old);
    const { events } = (await at.boss.state(old, 'm.room.power_levels')) as { events: Record<string, number> };
    const { 'm.room.tombstone': _, ...more } = events;
    await at.boss.setPowerLevels(old, { events: more, users: { [at.boss.userId]: 100, [at.ada.userId]: 50 } });
    const voters = { kind: 'power-level', from: 100 } as const;
    const rig = await at.rigFor(old, { room: { voters } });
    assert.equal(await rig.teamRoom.enter(), undefined);
    assert.ok(worst(await lookAtRoom(rig, { room: old, voters })).includes('team-room.others-replace-it'));
    const made = await at.ada.call('POST', '/_matrix/client/v3/createRoom', {
      ...{ preset: 'private_chat', room_version: '11', invite: [porter, at.boss.userId] },
      creation_content: { predecessor: { room_id: old, event_id: '$x' } },
    });
    const next = room_(String(made['room_id']));
    await at.ada.setState(old, 'm.room.tombstone', { body: 'moved', replacement_room: next });
    assert.equal((await rig.teamRoom.enter())?.code, 'inviter-not-admin');
    await join(next);
    assert.equal((await rig.teamRoom.enter())?.code, 'led-away');
    assert.deepEqual(worst(await lookAtRoom(rig, { room: old, voters })), ['team-room.led-away']);
    assert.equal(rig.teamRoom.current(), old);
    await at.ada.kick(next, porter);
    await at.boss.join(next);
    await at.ada.setPowerLevels(next, { invite: 0 });
    await at.boss.invite(next, porter);
    assert.equal(await rig.teamRoom.enter(), undefined);
    assert.equal(rig.teamRoom.current(), next);
  });

  test('V10: without a memory, an alias takes the team into no room in which Porter is by a member or as a welcome room', async () => {
    const name = '#team-lobby:porter.test';
    const lobby = room_(await at.ada.createRoom({ alias: 'team-lobby', invite: [porter, at.boss.userId] }));
    await join(lobby);
    const rig = await at.rigFor(name);
    assert.equal(await enter(rig, name), 'not-by-admin');
    await at.ada.kick(lobby, porter);
    await at.boss.join(lobby);
    await at.boss.invite(lobby, porter);
    const welcome = await at.rigFor(name, { room: { otherRooms: [lobby] } });
    assert.equal((await welcome.teamRoom.enter())?.code, 'welcome-room');
    assert.equal(await enter(rig, name), undefined);
    // A new database finds the admin's invitation in the room.
    const anew = await at.rigFor(name);
    assert.equal(await enter(anew, name), undefined);
    assert.equal(anew.teamRoom.current(), lobby);
  });

  test('V10: a room that only claims to follow the team room takes nothing with it', async () => {
    const { name, room, rig } = await adasRoom('team-claim');
    const claiming = await at.bo.call('POST', '/_matrix/client/v3/createRoom', {
      ...{ preset: 'private_chat', invite: [porter] },
      creation_content: { predecessor: { room_id: room } },
    });
    await rig.teamRoom.invited({ roomId: room_(String(claiming['room_id'])), sender: id(at.bo.userId), state: [] });
    assert.equal(await enter(rig, name), undefined);
    assert.equal(rig.teamRoom.current(), room);
  });

  test('V10: an alias that is moved to another room takes the team along only with a server admin', async () => {
    const { name, room, rig } = await adasRoom('team-moved');
    // Porter may be in that room for other reasons, as a welcome room.
    const lobby = await at.ada.createRoom({ invite: [porter] });
    await join(lobby);
    const other = room_(await at.ada.createRoom({ invite: [porter] }));
    for (const [target, code] of [
      [lobby, 'alias-moved'],
      [other, 'inviter-not-admin'],
    ] as const) {
      await at.ada.call('DELETE', aliasPath(name));
      await at.ada.call('PUT', aliasPath(name), { room_id: target });
      const later = await at.rigFor(name, { memory: rig.memory });
      for (const one of [rig, later]) {
        assert.equal(await enter(one, name), code);
        assert.equal(one.teamRoom.current(), room);
      }
    }
    await at.ada.kick(other, porter);
    const [moved] = await lookAtRoom(rig, { room: name as RoomAlias });
    assert.equal(moved?.code, 'team-room.alias-moved');
    assert.ok(moved?.sentence.includes(`leads to the room ${other} now; the team room is ${room}`), moved?.sentence);
    await at.ada.invite(other, at.boss.userId);
    await at.boss.join(other);
    await at.boss.invite(other, porter);
    assert.equal(await enter(rig, name), undefined);
    assert.equal(rig.teamRoom.current(), other);
  });

  /** The alias leads to the new room now, to which a server admin has invited Porter. */
  async function movedByAdmin(name: string): Promise<RoomId> {
    const to = room_(await at.ada.createRoom({ invite: [at.boss.userId] }));
    await at.boss.join(to);
    await at.boss.invite(to, porter);
    await at.ada.call('DELETE', aliasPath(name));
    await at.ada.call('PUT', aliasPath(name), { room_id: to });
    return to;
  }

  test('D2: killed between joining the room to which a server admin invited and remembering it: Porter is in it after the start', async () => {
    const { name, room, rig } = await adasRoom('team-killed');
    const to = await movedByAdmin(name);
    const killed: Rig['memory'] = {
      ...rig.memory,
      async remember(key, value) {
        if (value === to) throw new Error('killed');
        await rig.memory.remember(key, value);
      },
    };
    await assert.rejects((await at.rigFor(name, { memory: killed })).teamRoom.enter(), /killed/);
    const { joined_rooms: joined } = (await at.synapse.asPorter('GET', '/_matrix/client/v3/joined_rooms')).body;
    assert.ok(Array.isArray(joined) && joined.includes(to));

    const again = await at.rigFor(name, { memory: rig.memory });
    assert.equal(again.teamRoom.current(), room);
    assert.equal(await enter(again, name), undefined);
    assert.equal(again.teamRoom.current(), to);
    assert.equal((await at.rigFor(name, { memory: rig.memory })).teamRoom.current(), to);
  });

  test('V10: a room that did not let Porter in is entered by no decision of before', async () => {
    const { name, room, rig } = await adasRoom('team-refused');
    const to = await movedByAdmin(name);
    const block = (on: boolean) =>
      at.boss.call('PUT', `/_synapse/admin/v1/rooms/${encodeURIComponent(to)}/block`, { block: on });
    await block(true);
    assert.equal((await rig.teamRoom.enter())?.code, 'join-refused');
    await block(false);
    await join(to);
    const again = await at.rigFor(name, { memory: rig.memory });
    assert.equal(await enter(again, name), 'alias-moved');
    assert.equal(again.teamRoom.current(), room);
  });

  test('an alias that still leads to the old room leads to its successor', async () => {
    const { name, room, rig } = await adasRoom('team-stays');
    const to = await upgrade(room, at.ada);
    await at.ada.invite(to, porter);
    assert.equal(await enter(rig, name), undefined);
    await at.ada.call('DELETE', aliasPath(name));
    await at.ada.call('PUT', aliasPath(name), { room_id: room });
    assert.equal(await enter(rig, name), undefined);
    assert.equal(rig.teamRoom.current(), to);
  });

  test('a room that everybody has left is told, with the way out', async () => {
    const { name, room, rig } = await adasRoom('team-left');
    await at.ada.kick(room, porter);
    await at.ada.leave(room);
    assert.equal(await enter(rig, name), 'abandoned');
    // Without the memory of it, the room may as well be one that is being made.
    assert.equal(await enter(await at.rigFor(name), name), 'being-made');
    await at.boss.call('DELETE', aliasPath(name));
    assert.equal(await enter(rig, name), undefined);
    assert.notEqual(rig.teamRoom.current(), room);
  });

  test('a room that is nowhere is told', async () => {
    assert.equal(await enter(await at.rigFor('!nowhere'), '!nowhere'), 'no-such-room');
  });

  for (const [type, code] of [
    ['m.space', 'room-space'],
    ['org.example.board', 'room-typed'],
  ] as const) {
    test(`a room of type ${type}, in which clients show no messages: decisions stop, and both say so`, async () => {
      const room = room_(await at.boss.createRoom({ type, invite: [porter] }));
      const rig = await at.rigFor(room);
      assert.equal(await rig.teamRoom.enter(), undefined);
      assert.equal(await rig.teamRoom.stopped(), code);
      const found = (await lookAtRoom(rig, { room: room as RoomId })).find(({ level }) => level === 'bad');
      assert.equal(found?.code, `team-room.${code}`);
      assert.match(found?.remedy ?? '', /ordinary room.*without encryption.*registration\.room.*restart/);
      await rig.steps.look();
      assert.equal(rig.isOpen(), false);
      assert.equal(rig.steps.state().next?.code, `team-room.${code}`);
    });
  }
});
