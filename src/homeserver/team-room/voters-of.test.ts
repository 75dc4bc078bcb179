import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseUserId, type UserId } from '../../kernel/matrix-id.ts';
import { powerOf } from '../rooms/power.ts';
import { parseRoomState } from '../rooms/room-state.ts';
import type { VoterRule } from './team-room.ts';
import { votersOf } from './voters-of.ts';

const id = (text: string) => parseUserId(text) as UserId;
const sender = id('@porter:porter.test');
const ada = id('@ada:porter.test');
const bo = id('@bo:porter.test');
const far = id('@far:example.org');
const ghost = id('@porter_x:porter.test');
const facts = (rule: VoterRule) => ({ rule, serverName: 'porter.test', sender });
const everyone: VoterRule = { kind: 'everyone-local' };
const fromFifty: VoterRule = { kind: 'power-level', from: 50 };
const listed: VoterRule = { kind: 'list', ids: new Set([far, bo]) };

const member = (user: string, membership: unknown) => ({
  ...{ type: 'm.room.member', state_key: user, sender: user, content: { membership } },
});
const create = (version: unknown, more = {}) => ({
  ...{ type: 'm.room.create', state_key: '', sender: ada, content: { room_version: version, ...more } },
});
const power = (content: object) => ({ type: 'm.room.power_levels', state_key: '', sender: ada, content });
const names = (events: readonly unknown[], rule: VoterRule) =>
  [...votersOf(parseRoomState(events), facts(rule))].sort();

test('V1: only joined members of our own server may vote, whatever the state says', () => {
  const anyMember = fc.record({
    user: fc.constantFrom(ada, bo, far, ghost, sender, 'nobody', '@:x', '@ada:evil.porter.test'),
    membership: fc.constantFrom('join', 'invite', 'leave', 'ban', 'knock', 7, undefined),
  });
  fc.assert(
    fc.property(fc.array(anyMember), (members) => {
      const events = [create('12'), ...members.map(({ user, membership }) => member(user, membership))];
      const last = new Map(members.map(({ user, membership }) => [user, membership]));
      for (const voter of names(events, everyone)) {
        assert.equal(last.get(voter), 'join');
        assert.ok(voter === ada || voter === bo, voter);
      }
    }),
  );
});

test('V1: a former admin, a banned person and too little power do not count', () => {
  const events = [
    create('10', { creator: sender }),
    ...[member(ada, 'leave'), member(bo, 'join'), member(far, 'ban')],
    power({ users: { [ada]: 100, [bo]: 49, [far]: 100 }, users_default: 0 }),
  ];
  assert.deepEqual(names(events, everyone), [bo]);
  assert.deepEqual(names(events, fromFifty), []);
  assert.deepEqual(names([...events.slice(0, -1), power({ users: { [bo]: 50 } })], fromFifty), [bo]);
});

test('V1: creators have any power from room version 12 on, and 100 before while nothing else is said', () => {
  const joined = [member(ada, 'join'), member(bo, 'join')];
  assert.deepEqual(names([create('12'), ...joined, power({ users: {} })], fromFifty), [ada]);
  assert.deepEqual(names([create('12', { additional_creators: [bo] }), ...joined, power({})], fromFifty), [ada, bo]);
  assert.deepEqual(names([create('11', { additional_creators: [bo] }), ...joined, power({})], fromFifty), []);
  assert.deepEqual(names([create('11'), ...joined], fromFifty), [ada]);
  assert.deepEqual(names([create('9', { creator: bo }), ...joined], fromFifty), [bo]);
  assert.equal(powerOf(ada, parseRoomState([create('12')])), Number.POSITIVE_INFINITY);
});

test('V2: Porter and its own users never vote, not even when they are listed', () => {
  const joined = [create('12'), member(sender, 'join'), member(ghost, 'join'), member(bo, 'join')];
  assert.deepEqual(names(joined, everyone), [bo]);
  assert.deepEqual(names(joined, { kind: 'list', ids: new Set([sender, ghost, bo]) }), [bo]);
});

test('V16: a member of another server votes only by ID, and only while joined', () => {
  const state = (membership: string) => [
    ...[create('12'), member(far, membership), member(ada, 'join')],
    power({ users: { [far]: 100, [ada]: 100 } }),
  ];
  assert.deepEqual(names(state('join'), everyone), [ada]);
  assert.deepEqual(names(state('join'), fromFifty), [ada]);
  assert.deepEqual(names(state('join'), listed), [far]);
  assert.deepEqual(names(state('invite'), listed), []);
});

test('V12: power levels that cannot be read give no power, and nothing throws', () => {
  const joined = [create('12'), member(bo, 'join')];
  for (const level of [null, '', 'high', 1.5, {}, [], true, Number.MAX_VALUE]) {
    assert.deepEqual(names([...joined, power({ users: { [bo]: level } })], fromFifty), []);
  }
  assert.deepEqual(names([...joined, power({ users: { [bo]: ' 50 ' } })], fromFifty), [bo]);
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.anything(),
          fc.record({
            type: fc.constantFrom('m.room.member', 'm.room.create', 'm.room.power_levels', 'm.room.tombstone'),
            state_key: fc.constantFrom('', ada, bo),
            content: fc.anything(),
            sender: fc.anything(),
          }),
        ),
      ),
      (events) => {
        for (const rule of [everyone, fromFifty, listed]) names(events, rule);
      },
    ),
  );
});
