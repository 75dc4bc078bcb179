import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkWelcomeRooms } from '../../../src/homeserver/rooms/check-welcome-rooms.ts';
import { makeWelcomeRooms } from '../../../src/homeserver/synapse/welcome-rooms.ts';
import { parseUserId, type RoomAlias, type RoomId, type UserId } from '../../../src/kernel/matrix-id.ts';
import { explainMissedRoom } from '../../../src/registration/explain-missed-room.ts';
import type { MissedRoom } from '../../../src/registration/ports/welcome-rooms.ts';
import { alias, usePromotedRig } from '../../support/homeserver/rig.ts';
import type { RoomOptions } from '../../support/matrix-user.ts';
import { needs } from '../../support/needs.ts';

const porter = '@porter:porter.test' as UserId;
const enc = encodeURIComponent;
const explain = (missed: MissedRoom) => explainMissedRoom('en', missed);
type Room = RoomAlias | RoomId;

describe(
  'welcome rooms that check calls fine are those that newcomers get into, on a real Synapse',
  needs('synapse'),
  () => {
    const home = usePromotedRig();

    const joinAsPorter = (room: string) => home.synapse.asPorter('POST', `/_matrix/client/v3/join/${enc(room)}`, {});

    async function room(options: RoomOptions & { rule?: string; porter?: 'in' | 'invited' } = {}): Promise<Room> {
      const made = await home.boss.createRoom({ ...options, invite: options.porter === undefined ? [] : [porter] });
      if (options.porter === 'in') await joinAsPorter(made);
      if (options.rule !== undefined) {
        await home.boss.setState(made, 'm.room.join_rules', { join_rule: options.rule, allow: [] });
      }
      return made as Room;
    }

    /** What `check` finds about the room, and whether a new account is in it after Porter has tried. */
    let made = 0;
    async function checked(name: Room) {
      const { client, directory } = home.rig;
      const [line] = await checkWelcomeRooms({ client, directory, teamRoom: alias, rooms: [name], explain });
      assert.ok(line);
      made += 1;
      const newcomer = await home.synapse.registerUser(`newcomer${made}`);
      const welcome = makeWelcomeRooms({ client, rooms: [name] });
      const missed = await welcome.admit(parseUserId(newcomer.userId) as UserId, new AbortController().signal);
      const { joined_rooms: joined } = await newcomer.call('GET', '/_matrix/client/v3/joined_rooms');
      const isIn = (joined as readonly string[]).length === 1;
      assert.equal(line.level === 'fine', isIn, `${line.sentence} ${JSON.stringify(missed)}`);
      // What the thread and the log say is what check says.
      const said = missed.map(explain);
      assert.deepEqual(said, isIn ? [] : [{ sentence: line.sentence, remedy: line.remedy }]);
      return line;
    }
    const codeOf = async (name: Room) => (await checked(name)).code;

    test('everybody may join, or Porter is inside or invited and may invite: fine, spaces as well', async () => {
      await room({ public: true, alias: 'lobby' });
      assert.equal(await codeOf('#lobby:porter.test' as Room), undefined);
      for (const rule of ['invite', 'knock', 'restricted', 'knock_restricted']) {
        assert.equal(await codeOf(await room({ porter: 'in', rule, version: '11' })), undefined, rule);
      }
      assert.equal(await codeOf(await room({ porter: 'in', version: '12' })), undefined);
      assert.equal(await codeOf(await room({ porter: 'invited' })), undefined);
      const space = await home.boss.call('POST', '/_matrix/client/v3/createRoom', {
        ...{ preset: 'private_chat', creation_content: { type: 'm.space' }, invite: [porter] },
      });
      await joinAsPorter(String(space['room_id']));
      assert.equal(await codeOf(String(space['room_id']) as Room), undefined);
    });

    test('entered by invitation, and Porter is outside: said with the invitation that helps', async () => {
      for (const rule of ['invite', 'knock', 'restricted', 'knock_restricted']) {
        assert.equal(await codeOf(await room({ rule, version: '11' })), 'welcome-rooms.porter-outside', rule);
      }
      const { remedy } = await checked(await room({ powerLevels: { invite: 50 } }));
      assert.match(remedy ?? '', /\/invite @porter:porter\.test, and when it is in: \/op @porter:porter\.test 50\. /);
      const banned = await room();
      await home.boss.ban(banned, porter);
      assert.equal(await codeOf(banned), 'welcome-rooms.porter-banned');
      // Anybody may join a public room, whatever Porter may.
      const open = await room({ public: true });
      await home.boss.ban(open, porter);
      assert.equal(await codeOf(open), undefined);
    });

    test('Porter is inside and may not invite: said with the level that it takes', async () => {
      for (const version of ['11', '12'] as const) {
        const { code, sentence, remedy } = await checked(
          await room({ porter: 'in', version, powerLevels: { invite: 50, users_default: 10 } }),
        );
        assert.equal(code, 'welcome-rooms.may-not-invite');
        assert.match(sentence, /takes 50; its power level is 10/);
        assert.equal(remedy, 'As an admin of that room, type there: /op @porter:porter.test 50');
      }
    });

    test('a room that is not there, that everybody has left or that was upgraded: each is said as such', async () => {
      assert.equal(await codeOf('#nowhere:porter.test' as Room), 'welcome-rooms.unknown');
      assert.equal(await codeOf('!nowhere' as Room), 'welcome-rooms.unknown');
      const left = await room({ public: true });
      await home.boss.leave(left);
      assert.equal(await codeOf(left), 'welcome-rooms.not-here');
      const gone = await room();
      await home.boss.call('DELETE', `/_synapse/admin/v1/rooms/${enc(gone)}`, { purge: true });
      assert.equal(await codeOf(gone), 'welcome-rooms.unknown');
    });

    test('a room that was upgraded is told although people could be brought in, because nobody writes there', async () => {
      const old = await room({ public: true, version: '11' });
      const { replacement_room: next } = await home.boss.call('POST', `/_matrix/client/v3/rooms/${enc(old)}/upgrade`, {
        new_version: '12',
      });
      const { client, directory } = home.rig;
      const [line] = await checkWelcomeRooms({ client, directory, teamRoom: alias, rooms: [old], explain });
      assert.equal(line?.code, 'welcome-rooms.replaced');
      assert.ok(line?.sentence.includes(String(next)));
    });

    test('an alias of a server that is down is said as such, keeps nobody out of the next room, and is no outage of ours', async () => {
      // Nothing listens there, so Synapse says 502.
      const away = '#lobby:127.0.0.1:1' as Room;
      const told: string[] = [];
      const end = home.rig.client.onTrouble((fault) => void told.push(fault.code));
      for (let times = 0; times < 5; times += 1) assert.equal(await codeOf(away), 'welcome-rooms.alias-unanswered');
      const next = await room({ public: true });
      const late = await home.synapse.registerUser('late');
      const welcome = makeWelcomeRooms({ client: home.rig.client, rooms: [away, next] });
      const missed = await welcome.admit(parseUserId(late.userId) as UserId, new AbortController().signal);
      end();
      const { joined_rooms: joined } = await late.call('GET', '/_matrix/client/v3/joined_rooms');
      assert.deepEqual([joined, missed.length, told], [[next], 1, []]);
    });

    test('somebody who is banned from a room is told as just that', async () => {
      const lobby = await room({ public: true });
      const mallory = await home.synapse.registerUser('mallory');
      await home.boss.ban(lobby, mallory.userId);
      const welcome = makeWelcomeRooms({ client: home.rig.client, rooms: [lobby] });
      const missed = await welcome.admit(parseUserId(mallory.userId) as UserId, new AbortController().signal);
      assert.deepEqual(missed, [{ room: lobby, why: 'newcomer-banned', values: { user: mallory.userId } }]);
    });
  },
);
