import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestGuests, operator } from '../../../test/support/meeting-guests.ts';
import type { Caller } from '../settings.ts';

test('an invitation is a link to the site, good until its end; the link itself is kept nowhere', async () => {
  await using test = await openTestGuests();
  const made = await test.invites.invite(
    { room: 'Lobby', name: 'Ada', moderator: true, validUntil: test.inSeconds(60), uses: 5 },
    operator,
  );
  assert.ok(made.ok);
  assert.match(made.value.url, /^https:\/\/join\.porter\.test\/meet\/[A-Za-z0-9_-]{22}$/);
  assert.equal(made.value.validUntil, test.inSeconds(60));
  const [listed, ...others] = await test.invites.listInvitations(9);
  assert.deepEqual(others, []);
  assert.deepEqual(listed, {
    ...{ id: made.value.id, createdAt: test.opened.clock.now(), by: 'command', room: 'lobby', name: 'Ada' },
    ...{ moderator: true, until: test.inSeconds(60) * 1_000, uses: 5, used: 0, revokedAt: undefined },
  });
  const [, link = ''] = made.value.url.split('/meet/');
  assert.ok(!JSON.stringify(listed).includes(link));
});

test('H11: nobody invites to a room, or as a moderator, beyond what they may have themselves', async () => {
  await using test = await openTestGuests();
  const game: Caller = {
    name: 'http game',
    kind: 'program',
    policy: { longest: 60_000, rooms: ['game-*'], everyRoom: false, moderators: false },
  };
  const order = { room: 'game-7', validUntil: test.inSeconds(60) };
  assert.ok((await test.invites.invite(order, game)).ok);
  for (const [over, sentence] of [
    [{ room: 'lobby' }, 'room: this caller may not have tokens for this room'],
    [{ room: '*' }, 'room: this caller may not have tokens for every room at once'],
    [{ moderator: true }, 'moderator: this caller may not make moderators'],
  ] as const) {
    assert.deepEqual(await test.invites.invite({ ...order, ...over }, game), {
      ...{ ok: false, refusal: 'policy', detail: sentence },
    });
  }
  assert.deepEqual(await test.invites.invite({ ...order, validUntil: 1 }, game), {
    ...{ ok: false, refusal: 'request', detail: 'validUntil: must be in the future' },
  });
  assert.equal((await test.invites.listInvitations(9)).length, 1);
});

test('an invitation is revoked by its id, and only what there is', async () => {
  await using test = await openTestGuests();
  const { id } = await test.invite();
  const other: Caller = { ...operator, kind: 'program', name: 'http other' };
  assert.equal(await test.invites.revokeInvitation(id, other), false, 'another program learns nothing of it');
  assert.equal((await test.invites.listInvitations(1))[0]?.revokedAt, undefined);
  assert.equal(await test.invites.revokeInvitation(id, operator), true);
  assert.equal((await test.invites.listInvitations(1))[0]?.revokedAt, test.opened.clock.now());
  assert.equal(await test.invites.revokeInvitation('nobody', operator), false);
});
