import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { InvitationOrder } from '../use-cases.ts';
import { endOf, parseInvitation } from './invitation.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const until = NOW / 1_000 + 60;
const order: InvitationOrder = { room: 'Lobby', validUntil: until };

/** The refusal's sentence, or '' when the order was accepted. */
function refused(over: Partial<InvitationOrder>): string {
  const read = parseInvitation({ ...order, ...over }, NOW);
  return read.ok ? '' : read.detail;
}

test('an order is read; what is left out is left to the guest or without a limit', () => {
  assert.deepEqual(parseInvitation(order, NOW), {
    ok: true,
    value: { room: 'lobby', name: undefined, moderator: false, until: until * 1_000, uses: undefined },
  });
  assert.deepEqual(parseInvitation({ ...order, name: ' Ada\u202e ', moderator: true, uses: 5 }, NOW), {
    ok: true,
    value: { room: 'lobby', name: 'Ada', moderator: true, until: until * 1_000, uses: 5 },
  });
});

test('H11: every field is taken in its own type, and what is wrong is said in one sentence', () => {
  for (const room of ['', undefined, null, 7, {}]) assert.equal(refused({ room }), 'room: must be a non-empty string');
  assert.match(refused({ room: 'a@conference.example.org' }), /^room: must be a bare room name/);
  for (const name of ['', ' ', '\u200b', null, 7]) assert.equal(refused({ name }), 'name: must be a non-empty string');
  for (const moderator of ['true', 1, null]) {
    assert.equal(refused({ moderator }), 'moderator: must be true or false');
  }
  for (const validUntil of [undefined, null, '2026', String(until), until + 0.5, Number.NaN, 1e300]) {
    assert.equal(refused({ validUntil }), 'validUntil: must be a whole number of seconds since 1970');
  }
  for (const validUntil of [NOW / 1_000 + 367 * 86_400, 95_617_584_000]) {
    assert.equal(refused({ validUntil }), 'validUntil: must be within a year');
  }
  for (const validUntil of [NOW + 60_000, 1e15]) {
    assert.match(
      refused({ validUntil }),
      /^validUntil: is beyond the year 5000 in seconds, so it can only be milliseconds/,
    );
  }
  for (const validUntil of [0, -1, NOW / 1_000]) {
    assert.equal(refused({ validUntil }), 'validUntil: must be in the future');
  }
  for (const uses of [0, -1, 1.5, '5', null, 1e300]) {
    assert.equal(refused({ uses }), 'uses: must be a whole number, at least 1');
  }
});

test('H11: whatever is sent, it is read or refused', () => {
  const record = { room: fc.anything(), name: fc.anything(), moderator: fc.anything(), uses: fc.anything() };
  fc.assert(
    fc.property(fc.record({ ...record, validUntil: fc.anything() }), (any) => {
      const read = parseInvitation(any, NOW);
      assert.ok(read.ok || /^(room|name|moderator|validUntil|uses): \S.*$/.test(read.detail));
    }),
  );
});

test('an invitation ends by its time, its uses or its maker, who comes first', () => {
  const open = { revokedAt: undefined, until: NOW + 1, uses: 2, used: 1 };
  assert.equal(endOf(open, NOW), undefined);
  assert.equal(endOf({ ...open, uses: undefined, used: 1_000_000 }, NOW), undefined);
  assert.equal(endOf({ ...open, used: 2 }, NOW), 'used-up');
  assert.equal(endOf({ ...open, until: NOW, used: 2 }, NOW), 'ended');
  assert.equal(endOf({ ...open, until: NOW, used: 2, revokedAt: NOW - 1 }, NOW), 'revoked');
});
