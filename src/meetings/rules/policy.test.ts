import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { everythingAllowed } from '../../../test/support/meetings-settings.ts';
import type { CallerPolicy } from '../settings.ts';
import type { TokenRequest } from './parse-request.ts';
import { compilePolicy } from './policy.ts';

const NOW = 1_780_000_000;
const asked: TokenRequest = {
  ...{ name: 'Ada', email: undefined, avatar: undefined, room: 'lobby', moderator: false },
  ...{ until: NOW + 600, timedBy: 'validFor' },
};

const grant = (policy: Partial<CallerPolicy>, request: Partial<TokenRequest>) =>
  compilePolicy({ ...everythingAllowed, ...policy }).grant({ ...asked, ...request }, NOW);
const refused = (...of: Parameters<typeof grant>) => {
  const granted = grant(...of);
  return granted.ok ? '' : granted.detail;
};

test('H11: a life over the ceiling is cut to it, and the answer says so', () => {
  assert.deepEqual(grant({}, {}), { ok: true, value: { exp: NOW + 600, message: 'OK' } });
  assert.deepEqual(grant({ longest: 600_000 }, {}), { ok: true, value: { exp: NOW + 600, message: 'OK' } });
  assert.deepEqual(grant({ longest: 60_999 }, {}), {
    ok: true,
    value: { exp: NOW + 60, message: 'validFor: cut to 60 seconds from now, the longest that this caller may have' },
  });
  const far = grant({}, { until: 1e308, timedBy: 'validUntil' });
  assert.ok(
    far.ok && far.value.exp === NOW + 86_400 && far.value.message.startsWith('validUntil: cut to 86400 seconds'),
  );
});

test('H11: every room at once, other rooms and moderators only where the caller may', () => {
  assert.equal(
    refused({ everyRoom: false }, { room: '*' }),
    'channel: this caller may not have tokens for every room at once',
  );
  assert.equal(
    refused({ rooms: ['game-*'] }, { room: 'lobby' }),
    'channel: this caller may not have tokens for this room',
  );
  assert.equal(refused({ moderators: false }, { moderator: true }), 'moderator: this caller may not make moderators');
  assert.equal(refused({ rooms: ['game-*'], moderators: false }, { room: 'game-1' }), '');
  assert.equal(refused({ rooms: ['game-*'] }, { room: '*' }), '');
});

test('the room is called as the caller calls it', () => {
  const policy = compilePolicy({ ...everythingAllowed, rooms: ['a'], moderators: false });
  assert.equal(policy.objection('b', false, 'room'), 'room: this caller may not have tokens for this room');
  assert.equal(policy.objection('a', false, 'room'), undefined);
});

test('H11: no token lives longer than the ceiling, and none longer than asked for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 1_000, max: 10 ** 9 }), (seconds, longest) => {
      const granted = grant({ longest }, { until: NOW + seconds });
      assert.ok(granted.ok);
      assert.equal(granted.value.exp, NOW + Math.min(seconds, Math.floor(longest / 1_000)));
      assert.equal(granted.value.message === 'OK', granted.value.exp === NOW + seconds);
    }),
  );
});
