import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseUserId, type UserId } from '../../kernel/matrix-id.ts';
import { makeSelectEvents } from './select-events.ts';

const sender = parseUserId('@porter:porter.test') as UserId;
const selectEvents = makeSelectEvents({
  sender,
  isOurRoom: (room) => room === '!team',
  hearsPerson: (user) => user === '@eva:example.org',
});
const event = (more: object) => ({
  ...{
    event_id: '$e',
    room_id: '!team',
    sender: '@ada:porter.test',
    type: 'm.reaction',
    origin_server_ts: 1,
    content: {},
  },
  ...more,
});
const kept = (more: object) => selectEvents([event(more)]).items.length === 1;

test('events of the team room are kept, others only when they speak to Porter', () => {
  assert.equal(kept({}), true);
  assert.equal(kept({ type: 'm.room.topic' }), false);
  assert.equal(kept({ room_id: '!welcome' }), false);
  assert.equal(kept({ room_id: '!welcome', type: 'm.room.message', content: { body: '!porter help' } }), true);
  assert.equal(kept({ room_id: '!welcome', type: 'm.room.message', content: { body: '!porterhouse' } }), false);
  assert.equal(kept({ room_id: '!welcome', type: 'm.room.member', state_key: sender }), true);
  assert.equal(kept({ room_id: '!welcome', type: 'm.room.member', state_key: '@ada:porter.test' }), false);
});

test('of a person who is heard the messages of any room are kept, and nothing else', () => {
  const said = { sender: '@eva:example.org', room_id: '!direct' };
  assert.equal(kept({ ...said, type: 'm.room.message' }), true);
  assert.equal(kept(said), false);
});

test('V2: what Porter and its own users did is not kept, but their membership is', () => {
  assert.equal(kept({ sender }), false);
  assert.equal(kept({ sender: '@porter_x:porter.test' }), false);
  assert.equal(kept({ sender: '@porter_x:example.org' }), true);
  assert.equal(kept({ sender, type: 'm.room.member', state_key: sender }), true);
  // By another user: a further account of the channel matrix, or another Porter.
  assert.equal(kept({ type: 'm.room.message', content: { body: 'Disk full', 'dev.porter.id': 'x' } }), false);
});

test('V4: the key of what is kept is the event ID', () => {
  assert.deepEqual(
    selectEvents([event({}), event({ event_id: '$f' })]).items.map(({ key, source }) => [key, source]),
    [
      ['$e', 'matrix'],
      ['$f', 'matrix'],
    ],
  );
});

test('V12: what is no event is counted and passed over, the good ones beside it are kept', () => {
  let deep: unknown = 1;
  for (let i = 0; i < 500; i += 1) deep = { a: deep };
  const bad = [
    null,
    7,
    [],
    {},
    event({ event_id: 'e' }),
    event({ sender: 'ada' }),
    event({ type: 7 }),
    event({ content: deep }),
  ];
  const { items, malformed } = selectEvents([...bad, event({})]);
  assert.deepEqual([items.length, malformed], [1, bad.length]);
  fc.assert(
    fc.property(fc.array(fc.anything()), (events) => {
      selectEvents(events);
    }),
  );
});

test('only what the handler reads is kept', () => {
  const state = Array.from({ length: 50 }, (_, i) => i);
  const [item] = selectEvents([
    event({ type: 'm.room.member', state_key: sender, unsigned: { age: 1, invite_room_state: state }, user_id: 'x' }),
  ]).items;
  const body = JSON.parse(item?.body ?? '') as Record<string, unknown>;
  assert.equal((body['invite_room_state'] as unknown[]).length, 20);
  assert.equal('unsigned' in body || 'user_id' in body, false);
});
