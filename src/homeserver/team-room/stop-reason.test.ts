import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR } from '../../kernel/clock.ts';
import { parseUserId, type UserId } from '../../kernel/matrix-id.ts';
import { parseRoomState } from '../rooms/room-state.ts';
import { stopReason } from './stop-reason.ts';

const sender = parseUserId('@porter:porter.test') as UserId;
const event = (type: string, content: object, key = '') => ({ type, state_key: key, sender, content });
const own = (membership: string) => event('m.room.member', { membership }, sender);
const create = event('m.room.create', { room_version: '12' });
const reason = (events: readonly object[], encrypted: 'allow' | 'refuse' = 'allow') =>
  stopReason(parseRoomState(events), sender, encrypted);

test('V10: a room that people enter without an invitation stops decisions', () => {
  const by = (rule: unknown) => reason([create, own('join'), event('m.room.join_rules', { join_rule: rule })]);
  assert.equal(by('invite'), undefined);
  assert.equal(by('public'), 'room-public');
  assert.equal(by('knock'), 'room-knockable');
  assert.equal(by('knock_restricted'), 'room-knockable');
  assert.equal(by('restricted'), 'room-restricted');
  assert.equal(by('dev.example.open'), 'room-public');
  assert.equal(by('__proto__'), 'room-public');
});

test('V10: removed, replaced, of an unknown version: decisions stop; hidden history and guests by invitation do not stop them', () => {
  assert.equal(reason([create, own('leave')]), 'not-in-room');
  assert.equal(reason([create, own('ban')]), 'not-in-room');
  assert.equal(reason([]), 'not-in-room');
  assert.equal(reason([create, own('join'), event('m.room.tombstone', { replacement_room: '!new' })]), 'room-replaced');
  assert.equal(reason([create, own('join'), event('m.room.tombstone', {})]), undefined);
  assert.equal(
    reason([event('m.room.create', { room_version: 'org.example.9' }), own('join')]),
    'room-version-unknown',
  );
  assert.equal(reason([event('m.room.create', { room_version: '' }), own('join')]), 'room-version-unknown');
  assert.equal(reason([event('m.room.create', {}), own('join')]), undefined);
  const hidden = event('m.room.history_visibility', { history_visibility: 'joined' });
  assert.equal(
    reason([create, own('join'), hidden, event('m.room.guest_access', { guest_access: 'can_join' })]),
    undefined,
  );
});

test('V10: a room that deletes messages within the hour stops decisions', () => {
  const kept = (ms: unknown) => reason([create, own('join'), event('m.room.retention', { max_lifetime: ms })]);
  for (const ms of [1, HOUR - 1]) assert.equal(kept(ms), 'room-forgetful');
  for (const ms of [HOUR, 0, -1, 'x', undefined]) assert.equal(kept(ms), undefined);
});

test('V10: an encrypted room goes on unless the configuration refuses it', () => {
  const encrypted = [create, own('join'), event('m.room.encryption', { algorithm: 'm.megolm.v1.aes-sha2' })];
  assert.equal(reason(encrypted), undefined);
  assert.equal(reason(encrypted, 'refuse'), 'room-encrypted');
});
