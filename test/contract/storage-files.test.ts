import assert from 'node:assert/strict';
import { chmodSync, existsSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import Sqlite from 'better-sqlite3';
import { Kysely } from 'kysely';
import pg from 'pg';
import { systemClock } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { assembleStorage } from '../../src/storage/assemble-storage.ts';
import type { StorageLocation } from '../../src/storage/dialects/dialects.ts';
import { assertOwnUser } from '../../src/storage/dialects/sqlite/files.ts';
import { copyOf, openFile, openSqlite } from '../../src/storage/dialects/sqlite/open.ts';
import { sqlite as sqliteDialect } from '../../src/storage/dialects/sqlite/sqlite.ts';
import { migrationSteps } from '../../src/storage/migrations/migrations.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Tables } from '../../src/storage/shared/tables.ts';
import { eventually } from '../support/eventually.ts';
import { anOrder } from '../support/order.ts';
import { onEveryDatabase, openTestSqlite, type TestStorage } from './databases.ts';
import { aChange, aJob, NOW, submitted } from './samples.ts';

const needs = { clock: systemClock, ids: makeIds(Date.now), log: silentLog };
const fileOf = ({ place }: TestStorage): string => (place.kind === 'sqlite' ? place.path : '');
const refusal = (code: string) => ({ name: 'StorageRefusal', code });
const sqlite = (file: string): StorageLocation => ({ kind: 'sqlite', path: file });

describe('files of SQLite', () => {
  test('T4: one database has one owner, also under the name of a link to it', async () => {
    await using opened = await openTestSqlite();
    const file = fileOf(opened);
    const link = path.join(path.dirname(file), 'link.db');
    symlinkSync(file, link);
    await assert.rejects(openStorage(sqlite(link), { ...needs, owner: true }), refusal('already-owned'));
    assert.equal(sqliteDialect.at({ kind: 'sqlite', path: link }).ownerAtWork?.(), true);

    // A link to a file that is not made yet leads to the same name as the file later does.
    const [later, early] = ['later.db', 'early.db'].map((name) => path.join(path.dirname(file), name)) as [
      string,
      string,
    ];
    symlinkSync(later, early);
    await using _owner = await openStorage(sqlite(early), { ...needs, owner: true });
    await assert.rejects(openStorage(sqlite(later), { ...needs, owner: true }), refusal('already-owned'));
  });

  test('L4: database, WAL, SHM, lock and copy are 0600 and a new folder 0700, whatever the umask', async () => {
    await using opened = await openTestSqlite();
    const file = path.join(path.dirname(fileOf(opened)), 'new', 'porter.db');
    const umask = process.umask(0);
    try {
      await using storage = await openStorage(sqlite(file), { ...needs, owner: true });
      await storage.memory.remember('a', 'b');
      for (const each of [file, `${file}-wal`, `${file}-shm`, `${file}.lock`]) {
        assert.equal(statSync(each).mode & 0o777, 0o600, each);
      }
      assert.equal(statSync(path.dirname(file)).mode & 0o777, 0o700);
    } finally {
      process.umask(umask);
    }
    chmodSync(file, 0o644);
    await using again = await openStorage(sqlite(file), { ...needs, owner: true });
    assert.equal(statSync(file).mode & 0o777, 0o600);
    await again.assertWritable();
  });

  test('commits are flushed, and what is deleted is overwritten', async () => {
    await using opened = await openTestSqlite();
    const raw = openFile(fileOf(opened));
    assert.equal(raw.pragma('journal_mode', { simple: true }), 'wal');
    assert.equal(raw.pragma('synchronous', { simple: true }), 2);
    assert.equal(raw.pragma('secure_delete', { simple: true }), 1);
    assert.equal(raw.pragma('foreign_keys', { simple: true }), 1);
    raw.close();
  });

  test('somebody else’s database is not touched, and the line to type is named', async () => {
    await using opened = await openTestSqlite();
    assert.throws(() => assertOwnUser(fileOf(opened), 65_123), {
      ...refusal('other-user'),
      message: /as user #65123\..* sudo -u (?:[\w-]+|'#\d+') porter( |$)/,
    });
  });

  test('a file that is no database is refused', async () => {
    await using opened = await openTestSqlite();
    const file = `${fileOf(opened)}.text`;
    writeFileSync(file, 'no database, but longer than a header of one hundred bytes. '.repeat(20));
    await assert.rejects(openStorage(sqlite(file), { ...needs, owner: true }), refusal('damaged'));
  });

  test('commands do not make a database, nor tables', async () => {
    await using opened = await openTestSqlite();
    const file = `${fileOf(opened)}.none`;
    await assert.rejects(openStorage(sqlite(file), { ...needs, owner: false }), refusal('not-made'));
    assert.ok(!existsSync(file));
    writeFileSync(file, '');
    await assert.rejects(openStorage(sqlite(file), { ...needs, owner: false }), refusal('not-made'));
  });

  test('before tables change a copy is made, 0600, only the last is kept, and for a week', async () => {
    await using opened = await openTestSqlite();
    const file = fileOf(opened);
    await opened.storage.memory.remember('a', 'b');
    assert.ok(!existsSync(copyOf(file)), 'a new database needs no copy');
    await opened.storage[Symbol.asyncDispose]();
    for (let round = 0; round < 2; round += 1) {
      const dialect = openSqlite(file, { ...needs, clock: opened.clock, make: false });
      await dialect.beforeMigration(['0002-next']);
      await dialect.close();
      assert.equal(statSync(copyOf(file)).mode & 0o777, 0o600);
    }
    const copy = new Sqlite(copyOf(file), { readonly: true });
    assert.deepEqual(copy.prepare("select value from memory where name = 'note.a'").get(), { value: 'b' });
    copy.close();
    opened.clock.jump(6 * 86_400_000);
    await opened.reopen();
    assert.ok(existsSync(copyOf(file)));
    opened.clock.jump(2 * 86_400_000);
    await opened.reopen();
    assert.ok(!existsSync(copyOf(file)));
  });
});

describe('the disk of SQLite is full', () => {
  test('D7: reads go on, writes answer a fault and leave nothing, and all is well again without a restart', async () => {
    await using opened = await openTestSqlite();
    const first = submitted();
    await opened.storage.applications.create(() => aChange(first));
    await opened.storage[Symbol.asyncDispose]();
    const dialect = openSqlite(fileOf(opened), { ...needs, make: false });
    const db = new Kysely<Tables>({ dialect: dialect.dialect });
    await using storage = assembleStorage(
      db,
      { ...dialect, facts: sqliteDialect.facts, reach: 'inside' },
      { ...needs, owner: true },
    );
    // The limit belongs to a connection, so it is set on the one that writes.
    const pages = (most: number) => dialect.raw.pragma(`max_page_count = ${most}`);
    const before = dialect.raw.pragma('max_page_count', { simple: true }) as number;
    pages(1);
    const second = submitted({ order: anOrder({ reason: 'x'.repeat(200_000) }) });
    const unavailable = { name: 'Fault', code: 'storage.unavailable', retryable: true, scope: 'channel' };
    await assert.rejects(
      storage.applications.create(() => aChange(second, { jobs: [aJob()] })),
      unavailable,
    );
    await assert.rejects(storage.inbox.keep([{ source: 'matrix', key: '$1', body: 'x'.repeat(200_000) }]), unavailable);
    await assert.rejects(storage.memory.remember('big', 'x'.repeat(200_000)), unavailable);
    assert.deepEqual(await storage.applications.find(first.id), first);
    assert.deepEqual(await storage.applications.list([], 5), [first]);
    pages(before);
    assert.equal(await storage.applications.create(() => aChange(second, { jobs: [aJob()] })), 'saved');
    assert.equal(await storage.inbox.keep([{ source: 'matrix', key: '$1', body: 'x' }]), 1);
    await storage.assertWritable();
  });
});

onEveryDatabase((database, open) => {
  describe(`one owner: ${database}`, () => {
    test('D11: a second owner is refused at once; other commands write beside it and are heard within a second', async () => {
      await using opened = await open({ clock: systemClock });
      await assert.rejects(openStorage(opened.place, { ...needs, owner: true }), refusal('already-owned'));
      let heard = false;
      const stop = opened.storage.changed(() => {
        heard = true;
      });
      const other = await opened.beside(systemClock);
      await eventually(async () => {
        if (!heard) await other.jobs.add([aJob()]);
        return heard;
      });
      stop();
      await opened.reopen();
    });

    test('D11: who lost the lock hands out no job until it is back, while another owner may have it', async (t) => {
      // By the test's clock, so that it is not taken back before the other one has come.
      await using opened = await open();
      if (opened.place.kind !== 'postgres') return t.skip('a file lock goes with its process');
      const { storage } = opened;
      const ask = { dueUntil: NOW, expiredUntil: 0, limit: 1, now: NOW, leaseMs: 1_000, except: [] };
      await storage.jobs.add([aJob({ key: 'a' })]);
      await runSql(
        opened.place,
        // Other test files have databases, and locks, on the same server.
        `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'
         and database = (select oid from pg_database where datname = current_database())`,
      );
      const second = await eventually(() =>
        openStorage(opened.place, { ...needs, owner: true }).catch(() => undefined),
      );
      await assert.rejects(storage.jobs.lease(ask), { name: 'Fault', code: 'storage.unavailable' });
      await storage.jobs.add([aJob({ key: 'b' })]);
      assert.equal((await second.jobs.lease(ask)).jobs.length, 1);
      await second[Symbol.asyncDispose]();
      const { jobs } = await eventually(async () => {
        await opened.clock.advance(2_000);
        return storage.jobs.lease(ask).catch(() => undefined);
      });
      assert.deepEqual(
        jobs.map(({ key }) => key),
        ['b'],
      );
    });

    test('a database of a newer Porter is refused with a sentence', async () => {
      await using opened = await open();
      await opened.storage[Symbol.asyncDispose]();
      await runSql(opened.place, "insert into porter_migrations (name, timestamp) values ('9999-later', '2030')");
      for (const owner of [true, false]) {
        await assert.rejects(openStorage(opened.place, { ...needs, owner }), {
          ...refusal('newer-database'),
          message: /9999-later/,
        });
      }
      await runSql(opened.place, "delete from porter_migrations where name = '9999-later'");
      await opened.reopen();
    });

    test('a database from before a later step gets what it brings and keeps what it has', async () => {
      await using opened = await open();
      const first = submitted();
      await opened.storage.applications.create(() => aChange(first));
      await opened.storage[Symbol.asyncDispose]();
      const later = {
        ...migrationSteps,
        '0002-later': (db: Kysely<unknown>) => db.schema.createTable('later').addColumn('id', 'text').execute(),
      };
      await assert.rejects(openStorage(opened.place, { ...needs, owner: false }, later), refusal('needs-migration'));
      await using storage = await openStorage(opened.place, { ...needs, owner: true }, later);
      assert.deepEqual(await storage.applications.find(first.id), first);
      await runSql(opened.place, "insert into later (id) values ('there')");
      assert.equal(existsSync(copyOf(fileOf(opened))), opened.place.kind === 'sqlite');
    });

    test('a row that makes no sense is said to be so, not acted upon', async () => {
      await using opened = await open();
      const first = submitted();
      await opened.storage.applications.create(() => aChange(first));
      for (const set of ['document = \'{"v":1}\'', "document = '{'", "stage = 'approved'", 'document = \'{"v":7}\'']) {
        await runSql(opened.place, `update applications set ${set}`);
        await assert.rejects(opened.storage.applications.find(first.id), { name: 'Fault', code: 'storage.unreadable' });
      }
    });
  });
});

async function runSql(place: StorageLocation, text: string): Promise<void> {
  if (place.kind === 'sqlite') {
    new Sqlite(place.path).exec(text).close();
    return;
  }
  const client = new pg.Client({ connectionString: place.url.reveal() });
  await client.connect();
  await client.query(text);
  await client.end();
}
