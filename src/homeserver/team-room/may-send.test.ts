import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseUserId, type UserId } from '../../kernel/matrix-id.ts';
import { parseRoomState } from '../rooms/room-state.ts';
import { maySendTrouble } from './may-send.ts';

const sender = parseUserId('@porter:porter.test') as UserId;
const ada = '@ada:porter.test';
const state = (type: string, content: object, by = ada) => ({ type, state_key: '', sender: by, content });
const create = (room_version: string, by = ada) => state('m.room.create', { room_version, creator: by }, by);
const power = (content: object) => state('m.room.power_levels', content);
const trouble = (...events: readonly object[]) => maySendTrouble(parseRoomState(events), sender);

test('V10: without power levels, or with those of any new room, Porter may speak', () => {
  assert.equal(trouble(create('10')), undefined);
  assert.equal(trouble(create('10'), power({})), undefined);
  assert.equal(trouble(create('10'), power({ state_default: 50, events: { 'm.room.name': 50 } })), undefined);
});

test('V10: what Porter may not send is told with the level that it takes and the one that it has', () => {
  assert.deepEqual(trouble(create('10'), power({ events_default: 50, users_default: 10 })), {
    code: 'may-not-send',
    detail: 'messages (that takes 50) and reactions (that takes 50); its power level is 10',
    expected: '50',
  });
  const onlyReactions = power({ events_default: 0, events: { 'm.reaction': '25' }, users: { [sender]: 20 } });
  assert.deepEqual(trouble(create('9'), onlyReactions), {
    code: 'may-not-send',
    detail: 'reactions (that takes 25); its power level is 20',
    expected: '25',
  });
  assert.equal(
    trouble(create('10'), power({ events_default: 50, events: { 'm.room.message': 0, 'm.reaction': 0 } })),
    undefined,
  );
});

test('V10: creators of version 12 may always, replaced rooms and unknown versions are not checked', () => {
  const silent = power({ events_default: 50 });
  assert.equal(trouble(create('12', sender), silent), undefined);
  assert.equal(trouble(create('12'), silent)?.code, 'may-not-send');
  assert.equal(trouble(create('10'), silent, state('m.room.tombstone', { replacement_room: '!new' })), undefined);
  assert.equal(trouble(create('org.example.1'), silent), undefined);
});
