import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import Sqlite from 'better-sqlite3';
import { allParts } from '../../src/app/config.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { backup } from '../../src/storage/backup.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { StorageRefusal } from '../../src/storage/refusal.ts';
import { restore } from '../../src/storage/restore.ts';
import { eventually } from '../support/eventually.ts';
import { onEveryDatabase, openTestSqlite, type TestStorage } from './databases.ts';
import { aChange, aJob, NOW, submitted, waiting } from './samples.ts';

const needs = { clock: systemClock, log: silentLog };
const parts = allParts.flatMap(({ restored }) => restored ?? []);
const fileOf = ({ place }: TestStorage): string => (place.kind === 'sqlite' ? place.path : '');
const refusal = (code: string) => ({ name: 'StorageRefusal', code });
const lease = {
  dueUntil: NOW,
  expiredUntil: NOW,
  limit: 5,
  now: NOW,
  leaseMs: 1_000,
  except: [],
};

describe('backup and restore on SQLite', () => {
  test('D9: a backup under write load is sound, and restored it holds what was there, jobs waiting for a yes', async () => {
    await using opened = await openTestSqlite({ clock: systemClock });
    const { storage } = opened;
    const first = submitted();
    await storage.applications.create(() =>
      aChange(first, { jobs: [aJob({ key: 'first' }), aJob({ key: 'leased' })] }),
    );
    await storage.applications.save(aChange(waiting(first)));
    await storage.applications.keepLink({
      hash: 'h',
      applicationId: first.id,
      purpose: 'status',
      issue: 1,
      validUntil: NOW,
    });
    await storage.jobs.lease({ ...lease, limit: 1 });
    let lastShortId = 0;
    const keepId = (shortId: number) => {
      lastShortId = shortId;
      return aChange(submitted());
    };
    await storage.applications.create(keepId);

    let writing = true;
    let written = 0;
    const load = (async () => {
      for (; writing; written += 1) {
        await storage.applications.create(() => aChange(submitted(), { jobs: [aJob(), aJob()] }));
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await eventually(() => written > 0);
    const copy = `${fileOf(opened)}.copy`;
    const seen: number[] = [];
    await backup(opened.place, copy, { clock: systemClock, progress: (done) => seen.push(done) });
    writing = false;
    await load;
    assert.ok(seen.length >= 2);
    assert.equal(statSync(copy).mode & 0o777, 0o600);
    assert.ok(!existsSync(`${copy}.part`));

    const target = `${fileOf(opened)}.elsewhere`;
    const place = { kind: 'sqlite', path: target } as const;
    const restored = await restore(place, copy, needs, { parts });
    assert.ok(restored.held >= 2 && restored.notes.length === 1);
    assert.equal(restored.replaced, undefined);
    const raw = new Sqlite(target);
    assert.deepEqual(raw.pragma('integrity_check'), [{ integrity_check: 'ok' }]);
    assert.deepEqual(raw.pragma('foreign_key_check'), []);
    raw.close();

    await using back = await openStorage(place, { ...needs, ids: makeIds(Date.now), owner: true });
    assert.deepEqual(await back.applications.find(first.id), waiting(first));
    assert.deepEqual((await back.jobs.lease(lease)).jobs, []);
    assert.equal(await back.jobs.expire(NOW + 1e12), 0, 'what is held waits for an operator');
    assert.equal(await back.meta.epoch(), 2);
    assert.equal((await back.applications.findLink('h'))?.void, true);
    assert.equal(await back.meta.pendingNewRound(), true);
    const before = lastShortId;
    await back.applications.create(keepId);
    assert.ok(lastShortId > before + 1_000);
    await back.meta.clearPendingNewRound();
    assert.equal(await back.meta.pendingNewRound(), false);

    assert.equal(await back.desk.releaseHeld(Date.now()), restored.held);
    const { jobs } = await back.jobs.lease({ ...lease, limit: 5_000 });
    assert.equal(jobs.length, restored.held);
    assert.equal(jobs.find(({ key }) => key === 'first')?.firstTriedAt !== undefined, true);
  });

  test('D9: a held job that was wanted once holds up no newer one, and is done when that one waits', async () => {
    await using opened = await openTestSqlite();
    const show = () => aJob({ key: 'show:1', oncePending: true });
    await opened.storage.jobs.add([show()]);
    const copy = `${fileOf(opened)}.copy`;
    await backup(opened.place, copy, { clock: systemClock });
    const place = { kind: 'sqlite', path: `${fileOf(opened)}.elsewhere` } as const;
    assert.equal((await restore(place, copy, needs, { parts })).held, 1);
    await using back = await openStorage(place, { ...needs, ids: makeIds(Date.now), owner: true });
    const [held] = await back.desk.list({ limit: 9 });
    await back.jobs.add([show()]);
    assert.equal((await back.desk.list({ state: 'waiting', limit: 9 })).length, 1);
    await back.desk.releaseHeld(NOW);
    const { jobs } = await back.jobs.lease({ ...lease, limit: 9 });
    assert.equal(jobs.length, 1);
    assert.notEqual(jobs[0]?.id, held?.id);
    assert.equal((await back.desk.show(held?.id ?? ''))?.state, 'done');
  });

  test('D9: restoring over a database keeps the old one beside it, and needs the server stopped', async () => {
    await using opened = await openTestSqlite();
    await opened.storage.memory.remember('which', 'old');
    const file = fileOf(opened);
    await backup(opened.place, `${file}.copy`, { clock: systemClock });
    await opened.storage.memory.remember('which', 'new');
    await assert.rejects(restore(opened.place, `${file}.copy`, needs, { parts }), refusal('already-owned'));
    assert.equal(await opened.storage.memory.recall('which'), 'new');
    await opened.storage[Symbol.asyncDispose]();

    const { replaced } = await restore(opened.place, `${file}.copy`, needs, { parts });
    assert.equal(replaced, `${file}.before-restore`);
    await opened.reopen();
    assert.equal(await opened.storage.memory.recall('which'), 'old');
    const kept = new Sqlite(`${file}.before-restore`, { readonly: true });
    assert.deepEqual(kept.prepare("select value from memory where name = 'note.which'").get(), { value: 'new' });
    kept.close();
  });

  test('D9: no restore deletes what an earlier one kept', async () => {
    await using opened = await openTestSqlite();
    const file = fileOf(opened);
    await backup(opened.place, `${file}.copy`, { clock: systemClock });
    await opened.storage.memory.remember('which', 'live');
    await opened.storage[Symbol.asyncDispose]();
    // What is left of a name takes the whole name.
    writeFileSync(`${file}.before-restore-2-wal`, 'of somebody');
    const kept: (string | undefined)[] = [];
    for (let n = 0; n < 3; n += 1) kept.push((await restore(opened.place, `${file}.copy`, needs, { parts })).replaced);
    assert.deepEqual(
      kept,
      ['', '-3', '-4'].map((end) => `${file}.before-restore${end}`),
    );
    assert.equal(readFileSync(`${file}.before-restore-2-wal`, 'utf8'), 'of somebody');
    const first = new Sqlite(`${file}.before-restore`, { readonly: true });
    assert.deepEqual(first.prepare("select value from memory where name = 'note.which'").get(), { value: 'live' });
    first.close();
    await opened.reopen();
  });

  test('D9: what was said against a copy keeps the database as it is, and both are known by what they say of themselves', async () => {
    await using opened = await openTestSqlite();
    const file = fileOf(opened);
    await opened.storage.meta.setServerName('one.test');
    await backup(opened.place, `${file}.copy`, { clock: systemClock });
    await opened.storage.meta.setServerName('two.test');
    await opened.storage.meta.setKeyCheck('k1 0');
    await opened.storage[Symbol.asyncDispose]();
    const before = readFileSync(file);
    const said: unknown[] = [];
    const refuse = (...marks: unknown[]) => {
      said.push(...marks);
      throw new StorageRefusal('not-this-database', 'No.');
    };
    await assert.rejects(
      restore(opened.place, `${file}.copy`, needs, { checkCopy: refuse, parts }),
      refusal('not-this-database'),
    );
    assert.deepEqual(said, [
      { serverName: 'one.test', keyCheck: undefined },
      { name: file, serverName: 'two.test', keyCheck: 'k1 0' },
    ]);
    assert.deepEqual(readFileSync(file), before);
    for (const end of ['.restoring', '.restoring-wal', '.before-restore']) assert.ok(!existsSync(`${file}${end}`));
    await opened.reopen();
  });

  test('D9: a restore changes nothing about which database acts', async () => {
    await using opened = await openTestSqlite();
    const file = fileOf(opened);
    await backup(opened.place, `${file}.copy`, { clock: systemClock });
    await opened.storage.memory.remember('take-over', 'ours');
    await opened.storage[Symbol.asyncDispose]();
    await restore(opened.place, `${file}.copy`, needs, { parts });
    await opened.reopen();
    assert.equal(await opened.storage.memory.recall('take-over'), 'ours');
  });

  test('D9: the database that is replaced is kept whole while somebody reads it, and when it is damaged', async () => {
    await using opened = await openTestSqlite();
    const file = fileOf(opened);
    await backup(opened.place, `${file}.copy`, { clock: systemClock });
    await opened.storage[Symbol.asyncDispose]();
    const writer = new Sqlite(file);
    const reader = new Sqlite(file, { readonly: true });
    reader.exec('begin');
    assert.deepEqual(reader.prepare('select count(*) as n from memory').get(), { n: 0 });
    const add = writer.prepare("insert into memory (name, value) values (?, '')");
    for (let n = 0; n < 50; n += 1) add.run(`note.${n}`);
    writer.close();
    const { replaced = '' } = await restore(opened.place, `${file}.copy`, needs, { parts });
    const held = () => {
      const kept = new Sqlite(replaced, { readonly: true });
      const row = kept.prepare("select count(*) as n from memory where name like 'note.%'").get();
      kept.close();
      return row;
    };
    assert.deepEqual(held(), { n: 50 });
    reader.close();
    assert.deepEqual(held(), { n: 50 });
    await opened.reopen();
    await opened.storage.memory.remember('which', 'new');
    await opened.storage[Symbol.asyncDispose]();

    const torn = `${file}.torn`;
    writeFileSync(torn, 'no database, but longer than its header would be. '.repeat(20));
    writeFileSync(`${torn}-wal`, 'what was written last');
    await restore({ kind: 'sqlite', path: torn }, `${file}.copy`, needs);
    assert.equal(readFileSync(`${torn}.before-restore-wal`, 'utf8'), 'what was written last');
    assert.ok(!existsSync(`${torn}-wal`));
    await opened.reopen();
  });

  test('D9: an old copy restored again and again never comes back to an epoch or to short ids that were in use', async () => {
    await using opened = await openTestSqlite();
    const file = fileOf(opened);
    let shortId = 0;
    const applyOnce = () =>
      opened.storage.applications.create((given) => {
        shortId = given;
        return aChange(submitted());
      });
    await applyOnce();
    await backup(opened.place, `${file}.copy`, { clock: systemClock });
    for (const epoch of [2, 3, 4]) {
      const before = shortId;
      await opened.storage[Symbol.asyncDispose]();
      await restore(opened.place, `${file}.copy`, needs, { parts });
      await opened.reopen();
      assert.equal(await opened.storage.meta.epoch(), epoch);
      await applyOnce();
      assert.ok(shortId > before + 1_000);
    }
  });

  test('D9: the number of a job never means another job after a restore', async () => {
    await using opened = await openTestSqlite();
    const file = fileOf(opened);
    const addOne = async (key: string) => {
      await opened.storage.jobs.add([aJob({ key })]);
      return (await opened.storage.desk.list({ limit: 1 }))[0]?.number ?? 0;
    };
    const kept = await addOne('kept');
    await backup(opened.place, `${file}.copy`, { clock: systemClock });
    for (const round of [1, 2]) {
      const forgotten = await addOne(`forgotten-${round}`);
      await opened.storage[Symbol.asyncDispose]();
      await restore(opened.place, `${file}.copy`, needs, { parts });
      await opened.reopen();
      assert.equal((await opened.storage.desk.show(String(kept)))?.key, 'kept');
      assert.equal(await opened.storage.desk.show(String(forgotten)), undefined);
      assert.ok((await addOne(`new-${round}`)) > forgotten + 10_000);
    }
    // Without the database that was there nobody knows how far it had counted.
    const place = { kind: 'sqlite', path: `${file}.elsewhere` } as const;
    await restore(place, `${file}.copy`, needs, { parts });
    await using back = await openStorage(place, { ...needs, ids: makeIds(Date.now), owner: true });
    await back.jobs.add([aJob({ key: 'elsewhere' })]);
    assert.ok(((await back.desk.list({ limit: 1 }))[0]?.number ?? 0) > kept + 10_000);
  });

  test('D9: what the team has heard counts after a restore, and what may have changed outside is found out again', async () => {
    await using opened = await openTestSqlite();
    const file = fileOf(opened);
    const { memory } = opened.storage;
    await memory.remember('team.mail-outage', '1 !old:x');
    await memory.remember('team.greeted', '!old:x');
    await memory.remember('outbox.paused', '[1]');
    await memory.remember('homeserver.device-made', '5');
    await backup(opened.place, `${file}.copy`, { clock: systemClock });
    await memory.remember('team.mail-outage', '');
    await memory.remember('team.greeted', '!new:x');
    await memory.remember('team.encrypted-said', '!new:x');
    await opened.storage[Symbol.asyncDispose]();
    const began = systemClock.now();
    await restore(opened.place, `${file}.copy`, needs, { parts });
    await opened.reopen();
    const recalled = (name: string) => opened.storage.memory.recall(name);
    assert.equal(await recalled('team.mail-outage'), '');
    assert.equal(await recalled('team.greeted'), '!new:x');
    assert.equal(await recalled('team.encrypted-said'), '!new:x');
    assert.equal(await recalled('outbox.paused'), undefined);
    assert.ok(Number(await recalled('homeserver.device-made')) >= began);

    const place = { kind: 'sqlite', path: `${file}.elsewhere` } as const;
    await restore(place, `${file}.copy`, needs, { parts });
    await using back = await openStorage(place, { ...needs, ids: makeIds(Date.now), owner: true });
    assert.equal(await back.memory.recall('team.mail-outage'), undefined);
    assert.equal(await back.memory.recall('team.greeted'), '!old:x');
  });

  test('D9: what a killed Porter wrote last counts in the database that is replaced', async () => {
    await using opened = await openTestSqlite();
    const file = fileOf(opened);
    await backup(opened.place, `${file}.copy`, { clock: systemClock });
    const killed = `${file}.killed`;
    const raw = new Sqlite(file);
    raw.exec("insert into counters (name, value) values ('epoch', 7)");
    for (const end of ['', '-wal']) copyFileSync(`${file}${end}`, `${killed}${end}`);
    raw.close();
    const place = { kind: 'sqlite', path: killed } as const;
    await restore(place, `${file}.copy`, needs);
    await using back = await openStorage(place, { ...needs, ids: makeIds(Date.now), owner: true });
    assert.equal(await back.meta.epoch(), 8);
  });

  test('D9: a damaged database, or one of somebody else, is replaced and kept, and only the copy counts', async () => {
    await using opened = await openTestSqlite();
    const file = fileOf(opened);
    await backup(opened.place, `${file}.copy`, { clock: systemClock });
    const damaged: Record<string, (target: string) => void> = {
      text: (target) => writeFileSync(target, 'no database, but longer than its header would be. '.repeat(20)),
      torn: (target) => writeFileSync(target, readFileSync(`${file}.copy`).subarray(0, 6_000)),
      empty: (target) => writeFileSync(target, ''),
      other: (target) => void new Sqlite(target).exec('create table other (n integer)').close(),
      strange: (target) =>
        void new Sqlite(target)
          .exec("create table counters (name, value); insert into counters values ('epoch', 'x'), ('short-id', 1e300)")
          .close(),
    };
    for (const [name, damage] of Object.entries(damaged)) {
      const place = { kind: 'sqlite', path: `${file}.${name}` } as const;
      damage(place.path);
      const before = readFileSync(place.path);
      const { replaced } = await restore(place, `${file}.copy`, needs);
      assert.equal(replaced, `${place.path}.before-restore`);
      if (name !== 'empty') assert.equal(readFileSync(replaced).length >= before.length, true, name);
      await using back = await openStorage(place, { ...needs, ids: makeIds(Date.now), owner: true });
      assert.equal(await back.meta.epoch(), 2, name);
    }
  });

  test('D9: what is no sound backup of ours changes nothing', async () => {
    await using opened = await openTestSqlite();
    const file = fileOf(opened);
    await backup(opened.place, `${file}.copy`, { clock: systemClock });
    await opened.storage[Symbol.asyncDispose]();
    const before = readFileSync(file);

    writeFileSync(
      `${file}.text`,
      'not a database at all, but long enough to have a header of a hundred bytes. '.repeat(20),
    );
    await assert.rejects(restore(opened.place, `${file}.text`, needs), refusal('not-this-database'));
    new Sqlite(`${file}.other`).exec('create table other (n integer)').close();
    await assert.rejects(restore(opened.place, `${file}.other`, needs), refusal('not-this-database'));
    truncateSync(`${file}.copy`, 20_000);
    await assert.rejects(restore(opened.place, `${file}.copy`, needs, { parts }), {
      ...refusal('damaged'),
      message: `${file}.copy is damaged. Nothing was changed; try an older backup.`,
    });
    await assert.rejects(restore(opened.place, `${file}.missing`, needs), refusal('not-made'));
    assert.deepEqual(readFileSync(file), before);
    assert.ok(!existsSync(`${file}.restoring`));
    await opened.reopen();
  });

  test('a backup never replaces a file', async () => {
    await using opened = await openTestSqlite();
    writeFileSync(`${fileOf(opened)}.copy`, 'mine');
    await assert.rejects(backup(opened.place, `${fileOf(opened)}.copy`, needs), refusal('file-exists'));
  });
});

onEveryDatabase((database, open) => {
  test(`D9: backup of ${database} works or names the tool that does it`, async () => {
    await using opened = await open();
    if (opened.place.kind === 'sqlite') return;
    await assert.rejects(backup(opened.place, '/nowhere', needs), /pg_dump/);
    await assert.rejects(restore(opened.place, '/nowhere', needs), /pg_restore/);
  });
});
