import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import pg from 'pg';
import type { EventId, RoomId, UserId } from '../../src/kernel/matrix-id.ts';
import type { Reached } from '../../src/notifications/rules/address-book.ts';
import { correctionJob } from '../../src/notifications/rules/correction-job.ts';
import { foldJob } from '../../src/notifications/rules/fold-job.ts';
import { deliveryJobs, destinationOf } from '../../src/notifications/rules/jobs.ts';
import { remarkJobs } from '../../src/notifications/rules/remark-jobs.ts';
import type { Notification } from '../../src/ports/channel.ts';
import type { PersonalData } from '../../src/ports/personal.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { eventually } from '../support/eventually.ts';
import { onEveryDatabase, openTestSqlite } from './databases.ts';
import { DAY, finish, HOUR, lease } from './job-rig.ts';
import { NOW } from './samples.ts';
import { tellDigest } from './told-in-digests.ts';

const lena = '@lena:porter.test' as UserId;
const room = '!team:porter.test' as RoomId;
const person = {
  userId: lena,
  addresses: [
    { channel: 'email', address: 'lena@example.org' },
    { channel: 'xmpp', address: 'lena@xmpp.example' },
    { channel: 'discord', address: 'lena.o' },
  ],
};
const mail: Reached = { channel: 'email', address: 'Lena@example.org', manner: {} };
const bo: Reached = { channel: 'email', address: 'bo@example.org', manner: {} };
const collected: Reached = { ...mail, manner: { digest: { of: 'night', every: HOUR } } };
const matrix: Reached = { channel: 'matrix', address: lena, manner: {} };
const says = (title: string): Notification => ({
  ...{ title, lines: ['line'], preformatted: false, link: undefined },
  ...{ urgency: 'normal', origin: 'router1', facts: [] },
});
/** On a further account of the service. */
const alarm: Reached = { channel: 'xmpp@alarm', address: 'lena@xmpp.example', manner: {} };
const deliver = (id: string, to: readonly Reached[]) =>
  deliveryJobs({ sender: 'router1', id }, says(id), to, { at: NOW, life: DAY });
const fold = (id: string, to: readonly Reached[]) =>
  foldJob(
    {
      ...{ folded: 'flood', name: id, shown: 1, since: NOW, until: NOW + HOUR },
      ...{ notification: says(id), addresses: to },
    },
    `fold:${id}`,
    DAY,
  );
const remark = (key: string, from: string) =>
  ({ key, at: [from], person: from, name: from, text: `text ${key}` }) as const;

const correction = correctionJob(
  { address: mail, notification: says('ended'), incident: { name: 'i', open: [], over: ['a'] } },
  { cause: 'c', at: NOW, life: DAY },
);

/** Everything that the relay may keep of Lena, and the same of Bo. */
async function keepBoth(storage: Storage) {
  const { jobs, inbox, notifications, memory } = storage;
  await jobs.add([...deliver('dead', [mail]), ...deliver('refused to both', [matrix])]);
  await finish(storage, await lease(storage), { kind: 'dead', code: 'test.dead', unknown: false });
  await jobs.add([
    ...deliver('waits', [mail, bo, matrix]),
    ...deliver('later', [collected]),
    correction,
    ...deliver('by another account', [alarm]),
    fold('to both', [mail, bo]),
    fold('alone', [matrix]),
    ...remarkJobs('xmpp', remark('shown soon', 'lena@xmpp.example'), [{ room, thread: undefined }], {
      now: NOW,
      life: DAY,
    }),
    ...remarkJobs('xmpp', remark('of bo', 'bo@xmpp.example'), [{ room, thread: undefined }], { now: NOW, life: DAY }),
  ]);
  await notifications.accept({
    ...{ key: undefined, at: NOW },
    notifications: ['first', 'second'].map((title) => ({
      ...{ id: title, jobs: [], same: undefined },
      flood: { name: 'alone', most: 1, until: NOW + HOUR, title, tell: () => fold('alone', [matrix]) },
    })),
  });
  await inbox.keep([
    ...['lena@xmpp.example', 'bo@xmpp.example'].map((from) => ({
      ...{ source: 'xmpp', key: from, body: JSON.stringify({ v: 1, ...remark(from, from) }) },
    })),
    ...['old', 'new'].map((key) => ({ source: 'matrix', key, body: JSON.stringify({ sender: lena, content: key }) })),
  ]);
  await inbox.park('matrix', 'old', 'test.parked');
  for (const [eventId, address] of [
    ['$lena', 'lena@xmpp.example'],
    ['$bo', 'bo@xmpp.example'],
  ] as const) {
    await notifications.keepRemark({ ...{ eventId: eventId as EventId, room, channel: 'xmpp', address, at: NOW } });
  }
  for (const to of [mail, bo, alarm]) {
    await notifications.shown.keep(`${destinationOf(to)}:d1`, [{ id: `m-${to.address}`, at: NOW, open: ['a'] }]);
    await tellDigest(storage, to, ['x', 'y']);
  }
  for (const [name, value] of [
    ['discord.person:lena.o', '42'],
    ['discord.direct:user:42', '77'],
    ['discord.heard:77', '1 0'],
    ['discord@alarm discord.direct:user:42', '79'],
    ['xmpp.heard.me:lena@xmpp.example', '1'],
    ['xmpp.heard.me:-lena@xmpp.example', '1'],
    ['discord.person:bo.o', '43'],
    ['discord.direct:user:43', '78'],
  ] as const) {
    await memory.remember(name, value);
  }
}

test('L11: while a person is searched for among many others, everything else gets its turn', async () => {
  await using opened = await openTestSqlite();
  const { storage } = opened;
  await storage.jobs.add(Array.from({ length: 6_001 }, (_, n) => deliver(`n${n}`, [n === 3_000 ? mail : bo])).flat());
  let turns = 0;
  const count = (): void => {
    turns += 1;
    turning = setImmediate(count);
  };
  let turning = setImmediate(count);
  const data = await storage.notifications.personal.export(person);
  clearImmediate(turning);
  assert.ok(data);
  assert.equal((data['deliveries'] as readonly unknown[]).length, 1);
  assert.ok(turns >= 3, String(turns));
});

onEveryDatabase((database, open) => {
  describe(`a person in the tables of the relay: ${database}`, () => {
    test('L11: an export has what is on its way to them, given up, or said by them, and nothing of anybody else', async () => {
      await using opened = await open();
      const { storage } = opened;
      await keepBoth(storage);
      const data = await storage.notifications.personal.export(person);
      assert.ok(data);
      const rows = (what: string) => data[what] as readonly PersonalData[];
      assert.deepEqual(
        rows('deliveries').map(({ channel, state, code, says: it }) => [
          ...[channel, state, code, (it as PersonalData)['title']],
        ]),
        [
          ['email', 'dead', 'test.dead', 'dead'],
          ['matrix', 'dead', 'test.dead', 'refused to both'],
          ['email', 'waiting', null, 'waits'],
          ['matrix', 'waiting', null, 'waits'],
          ['email', 'waiting', null, 'later'],
          ['email', 'waiting', null, 'ended'],
          ['xmpp@alarm', 'waiting', null, 'by another account'],
        ],
      );
      assert.deepEqual(
        rows('repetitions').map(({ to, says: it }) => [to, (it as PersonalData)['title']]),
        [
          [[{ channel: 'email', address: 'Lena@example.org' }], 'to both'],
          [[{ channel: 'matrix', address: lena }], 'alone'],
        ],
      );
      assert.equal(rows('digests').length, 1);
      assert.deepEqual(
        rows('remarksOnTheirWay').map(({ text }) => text),
        ['text shown soon'],
      );
      assert.deepEqual(
        rows('heard').map(({ source, said }) => [source, said]),
        [
          ['xmpp', 'text lena@xmpp.example'],
          ['matrix', 'new'],
          ['matrix', 'old'],
        ],
      );
      assert.deepEqual(
        rows('remarksInRooms').map(({ event }) => event),
        ['$lena'],
      );
      assert.deepEqual(
        rows('shownMessages').map(({ messages }) => messages),
        [['m-Lena@example.org'], ['m-lena@xmpp.example']],
      );
      assert.deepEqual(
        rows('toldInDigests').map(({ open }) => open),
        [2, 2],
      );
      assert.deepEqual(rows('remembered'), [
        { what: 'discord.direct:user:42', value: '77' },
        { what: 'discord.heard:77', value: '1 0' },
        { what: 'discord.person:lena.o', value: '42' },
        { what: 'discord@alarm discord.direct:user:42', value: '79' },
        { what: 'xmpp.heard.me:lena@xmpp.example', value: '1' },
      ]);
      assert.ok(!/bo@|undefined|\bbo\b/.test(JSON.stringify(data)), JSON.stringify(data));
      assert.equal(await storage.notifications.personal.export({}), undefined);
      assert.equal(await storage.notifications.personal.export({ userId: '@eve:porter.test' as UserId }), undefined);
    });

    test('L11: nothing is erased while something is being sent to them; afterwards all is gone, and what is for others goes on', async () => {
      await using opened = await open();
      const { storage } = opened;
      await keepBoth(storage);
      const { personal } = storage.notifications;
      const leased = await lease(storage);
      const refused = await personal.erase(person);
      assert.deepEqual([refused.ok, !refused.ok && refused.refusal], [false, 'in-use']);
      await finish(storage, leased, { kind: 'failed', dueAt: NOW + HOUR, unknown: false, code: 'test.down' });

      const erased = await personal.erase(person);
      assert.ok(erased.ok && erased.value.rows > 10, JSON.stringify(erased));
      const left = await personal.export(person);
      // An event that has just come is about to be handled.
      assert.deepEqual(Object.keys(left ?? {}), ['heard']);
      assert.deepEqual(await personal.erase(person), { ok: true, value: { rows: 0 } });

      const all = await storage.desk.list({ limit: 99 });
      assert.deepEqual(
        all.filter((job) => /lena/i.test(JSON.stringify(job))),
        [],
      );
      const [given] = await storage.notifications.deliveries((number) => `deliver:router1:waits:${number}`);
      assert.deepEqual([given?.state, given?.code], ['done', 'erased']);
      assert.equal((await storage.notifications.closeFold('alone', NOW + HOUR)).titles.length, 0);

      const kept = await personal.export({
        addresses: [
          { channel: 'email', address: 'bo@example.org' },
          { channel: 'xmpp', address: 'bo@xmpp.example' },
          { channel: 'discord', address: 'bo.o' },
        ],
      });
      assert.deepEqual(
        Object.entries(kept ?? {}).map(([what, rows]) => [what, (rows as readonly unknown[]).length]),
        [
          ['deliveries', 1],
          ['repetitions', 1],
          ['remarksOnTheirWay', 1],
          ['heard', 1],
          ['remarksInRooms', 1],
          ['shownMessages', 1],
          ['toldInDigests', 1],
          ['remembered', 2],
        ],
      );
    });

    test('L11: what somebody else is adding at that moment is erased too, also if it appears with a number that was read past', async (t) => {
      await using opened = await open();
      const { storage, place } = opened;
      if (place.kind !== 'postgres') return t.skip('one adds after the other there');
      await storage.jobs.add(deliver('first', [bo]));
      await using beside = await connect(place.url.reveal());
      await beside.query('begin');
      const [late] = deliver('late', [mail]);
      assert.ok(late);
      await beside.query(
        `insert into jobs (id, slot, key, kind, queue, place, rank, state, due_at, expires_at, created_at, payload)
         values ('late', 'late', $1, $2, $3, 'email', 2, 'waiting', $4, $5, $4, $6)`,
        [late.key, late.kind, `2 ${late.destination}`, NOW, NOW + DAY, JSON.stringify(late.payload)],
      );
      await storage.jobs.add(deliver('after it', [bo]));
      const erasing = storage.notifications.personal.erase(person);
      await using looker = await connect(place.url.reveal());
      const waits =
        'select from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())';
      await eventually(async () => (await looker.query(waits)).rowCount === 1);
      await beside.query('commit');
      assert.deepEqual(await erasing, { ok: true, value: { rows: 1 } });
      assert.equal((await storage.desk.show('late'))?.code, 'erased');
    });
  });
});

async function connect(url: string) {
  const client = new pg.Client(url);
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}
