import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DAY, systemClock } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import type { Invitation, RecordedToken } from '../../src/meetings/ports.ts';
import { backup } from '../../src/storage/backup.ts';
import { revokeInvitations } from '../../src/storage/meetings/invitations.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { restore } from '../../src/storage/restore.ts';
import { onEveryDatabase, openTestSqlite } from './databases.ts';
import { NOW } from './samples.ts';

let made = 0;
const anEntry = (over: Partial<RecordedToken> = {}): RecordedToken => {
  made += 1;
  return {
    jti: `0199bbbb-0000-7000-8000-${String(made).padStart(12, '0')}`,
    at: NOW,
    caller: 'tcp 127.0.0.1',
    room: 'lobby',
    name: 'شیرین "Ada"',
    moderator: made % 2 === 0,
    until: NOW + DAY,
    ...over,
  };
};
const anInvitation = (over: Partial<Invitation> = {}): Invitation => {
  made += 1;
  return {
    id: `0199cccc-0000-7000-8000-${String(made).padStart(12, '0')}`,
    createdAt: NOW,
    by: 'command',
    room: 'lobby',
    name: undefined,
    moderator: false,
    until: NOW + DAY,
    uses: undefined,
    used: 0,
    revokedAt: undefined,
    ...over,
  };
};

onEveryDatabase((database, open) => {
  describe(`record of issued tokens: ${database}`, () => {
    test('is listed newest first, as many as asked for, and is there after a restart', async () => {
      await using opened = await open();
      const entries = [NOW, NOW + 1, NOW + 1, NOW + 2].map((at) => anEntry({ at }));
      const [first, second, third, fourth] = entries;
      await opened.storage.meetings.record.add(entries.slice(0, 3));
      await opened.storage.meetings.record.add([]);
      await opened.storage.meetings.record.add(entries.slice(3));
      await opened.reopen();
      const { record } = opened.storage.meetings;
      assert.deepEqual(await record.list({ limit: 9 }), [fourth, third, second, first]);
      assert.deepEqual(await record.list({ limit: 2 }), [fourth, third]);
    });

    test('takes a game’s whole tenth of a second at once', async () => {
      await using opened = await open();
      const { record } = opened.storage.meetings;
      const entries = Array.from({ length: 2_017 }, (_, n) => anEntry({ at: NOW + n }));
      await record.add(entries);
      assert.deepEqual(await record.list({ limit: 5_000 }), entries.toReversed());
    });

    test('other work goes on while very many are written', async () => {
      await using opened = await open();
      const { record } = opened.storage.meetings;
      let [turns, writing] = [0, true];
      const turn = () => {
        turns += 1;
        if (writing) setImmediate(turn);
      };
      setImmediate(turn);
      await record.add(Array.from({ length: 5_000 }, (_, n) => anEntry({ at: NOW + n })));
      writing = false;
      assert.ok(turns >= 4, `${turns} turns`);
    });

    test('is forgotten thirty days after the issue, not before, however long the token is good', async () => {
      await using opened = await open();
      const { meetings } = opened.storage;
      const now = opened.clock.now();
      const young = anEntry({ at: now - 29 * DAY });
      await meetings.record.add([
        ...Array.from({ length: 1_201 }, () => anEntry({ at: now - 30 * DAY - 1, until: now + DAY })),
        young,
      ]);
      await meetings.tidy(now - 30 * DAY);
      assert.deepEqual(await meetings.record.list({ limit: 9 }), [young]);
    });
  });

  describe(`invitations: ${database}`, () => {
    test('are found by the hash of their link alone, and listed newest first', async () => {
      await using opened = await open();
      const plain = anInvitation();
      const full = anInvitation({ name: 'Ada', moderator: true, uses: 5, used: 2, revokedAt: NOW, createdAt: NOW + 5 });
      const older = anInvitation({ createdAt: NOW - 5 });
      await opened.storage.meetings.invitations.add(plain, 'hash-1');
      await opened.storage.meetings.invitations.add(full, 'hash-2');
      await opened.storage.meetings.invitations.add(older, 'hash-3');
      await opened.reopen();
      const { invitations } = opened.storage.meetings;
      assert.deepEqual(await invitations.byLink('hash-1'), plain);
      assert.deepEqual(await invitations.byLink('hash-2'), full);
      assert.equal(await invitations.byLink(plain.id), undefined);
      assert.equal(await invitations.byLink(''), undefined);
      assert.deepEqual(await invitations.list(9), [full, plain, older]);
      assert.deepEqual(await invitations.list(1), [full]);
    });

    test('S5: the last use is taken once, however many ask at the same moment in two processes', async () => {
      await using opened = await open({ clock: systemClock });
      const { invitations } = opened.storage.meetings;
      const other = (await opened.beside(systemClock)).meetings.invitations;
      const invitation = anInvitation({ uses: 3 });
      await invitations.add(invitation, 'hash');
      const asked = await Promise.all(
        Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? invitations : other).takeUse(invitation.id)),
      );
      assert.equal(asked.filter((use) => use === 'taken').length, 3);
      assert.equal(asked.filter((use) => use === 'used-up').length, 7);
      assert.equal((await invitations.byLink('hash'))?.used, 3);

      await other.giveBackUse(invitation.id);
      assert.equal(await invitations.takeUse(invitation.id), 'taken');
      assert.equal(await invitations.takeUse(invitation.id), 'used-up');
    });

    test('one without a number is used as often as wanted; nothing is given back that was not taken', async () => {
      await using opened = await open();
      const { invitations } = opened.storage.meetings;
      const invitation = anInvitation();
      await invitations.add(invitation, 'hash');
      await invitations.giveBackUse(invitation.id);
      for (let use = 0; use < 4; use += 1) assert.equal(await invitations.takeUse(invitation.id), 'taken');
      assert.equal((await invitations.byLink('hash'))?.used, 4);
      assert.equal(await invitations.takeUse('nobody'), 'unknown');
    });

    test('a revoked one gives no use; revoking twice keeps the first time', async () => {
      await using opened = await open();
      const { invitations } = opened.storage.meetings;
      const invitation = anInvitation({ uses: 1, used: 1 });
      await invitations.add(invitation, 'hash');
      assert.equal(await invitations.revoke(invitation.id, NOW + 7), true);
      assert.equal(await invitations.revoke(invitation.id, NOW + 9), true);
      assert.equal(await invitations.revoke('nobody', NOW), false);
      assert.equal((await invitations.byLink('hash'))?.revokedAt, NOW + 7);
      assert.equal(await invitations.takeUse(invitation.id), 'revoked');
    });

    test('are forgotten thirty days after their end', async () => {
      await using opened = await open();
      const { meetings } = opened.storage;
      const now = opened.clock.now();
      await meetings.invitations.add(anInvitation({ until: now - 30 * DAY - 1, createdAt: now }), 'old');
      await meetings.invitations.add(anInvitation({ until: now - 29 * DAY, createdAt: now - 90 * DAY }), 'young');
      await meetings.tidy(now - 30 * DAY);
      assert.equal(await meetings.invitations.byLink('old'), undefined);
      assert.notEqual(await meetings.invitations.byLink('young'), undefined);
    });
  });
});

test('D9: after a restore no invitation of the copy counts, and the record is as it was', async () => {
  await using opened = await openTestSqlite();
  const { record, invitations } = opened.storage.meetings;
  const revoked = anInvitation({ revokedAt: NOW - DAY });
  const entry = anEntry();
  await record.add([entry]);
  await invitations.add(anInvitation({ uses: 5 }), 'open');
  await invitations.add(revoked, 'revoked');
  const file = opened.place.kind === 'sqlite' ? opened.place.path : '';
  await backup(opened.place, `${file}.copy`, { clock: opened.clock });
  const place = { kind: 'sqlite', path: `${file}.elsewhere` } as const;
  const needs = { clock: opened.clock, log: silentLog };
  await restore(place, `${file}.copy`, needs, { parts: [revokeInvitations] });

  await using back = await openStorage(place, { ...needs, ids: makeIds(Date.now), owner: true });
  const found = await back.meetings.invitations.byLink('open');
  assert.equal(found?.revokedAt, opened.clock.now());
  assert.equal(await back.meetings.invitations.takeUse(found.id), 'revoked');
  assert.deepEqual(await back.meetings.invitations.byLink('revoked'), revoked);
  assert.deepEqual(await back.meetings.record.list({ limit: 9 }), [entry]);
});
