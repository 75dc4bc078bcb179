import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { allParts } from '../../src/app/config.ts';
import { SECOND } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { Secret } from '../../src/kernel/secret.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { StorageRefusal } from '../../src/storage/refusal.ts';
import { correctRestored } from '../../src/storage/restore.ts';
import { getPart, needs as needsPart } from '../support/needs.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { makeTestClock } from '../support/test-clock.ts';
import { openTestSqlite } from './databases.ts';
import { aChange, aJob, submitted, waiting } from './samples.ts';

const parts = allParts.flatMap(({ restored }) => restored ?? []);
const refusal = (code: string) => ({ name: 'StorageRefusal', code });

describe('a PostgreSQL that pg_restore has put back', needsPart('postgres'), () => {
  let server: TestPostgres;
  let folder: string;
  before(async () => {
    server = await startPostgres();
    folder = await mkdtemp(path.join(os.tmpdir(), 'porter-dump-'));
  });
  after(async () => {
    await server?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const tool = (name: string, ...args: readonly string[]) =>
    execFileSync(path.join(getPart('postgres'), name), args, { stdio: ['ignore', 'ignore', 'inherit'] });

  /** A database with a dump of it, and everything that opens it. */
  async function dumped() {
    const clock = makeTestClock();
    const needs = { clock, log: silentLog, ids: makeIds(clock.now) };
    const url = await server.freshDatabase();
    const place = { kind: 'postgres', url: new Secret(url) } as const;
    const dump = path.join(folder, `${new URL(url).pathname.slice(1)}.dump`);
    const open = () => openStorage(place, { ...needs, owner: true });
    return {
      ...{ clock, needs, place, open },
      dump: () => tool('pg_dump', '--format=custom', `--file=${dump}`, url),
      putBack: () => tool('pg_restore', '--clean', '--if-exists', `--dbname=${url}`, dump),
      correct: () => correctRestored(place, needs, { parts }),
    };
  }

  test('D9: is refused until it is corrected; then links are void, jobs held, numbers moved on, and a new round begins', async () => {
    const { clock, needs, place, open, dump, putBack, correct } = await dumped();
    const first = submitted();
    let lastShortId = 0;
    {
      await using storage = await open();
      await storage.applications.create((shortId) => {
        lastShortId = shortId;
        return aChange(first, { jobs: [aJob({ key: 'first' })] });
      });
      await storage.applications.save(aChange(waiting(first)));
      const link = {
        hash: 'h',
        applicationId: first.id,
        purpose: 'status',
        issue: 1,
        validUntil: clock.now(),
      } as const;
      await storage.applications.keepLink(link);
    }
    dump();
    await (await open())[Symbol.asyncDispose]();
    putBack();
    await assert.rejects(open(), refusal('put-back'));

    const restored = await correct();
    assert.deepEqual([restored.held, restored.notes.length, restored.replaced], [1, 1, undefined]);
    await using storage = await open();
    assert.equal(await storage.meta.epoch(), Math.floor(clock.now() / SECOND) + 1);
    assert.equal((await storage.applications.findLink('h'))?.void, true);
    assert.equal(await storage.meta.pendingNewRound(), true);
    const [held] = await storage.desk.list({ state: 'held', limit: 9 });
    assert.equal(held?.key, 'first');
    await storage.jobs.add([aJob({ key: 'second' })]);
    const [second] = await storage.desk.list({ state: 'waiting', limit: 9 });
    assert.ok(second !== undefined && held !== undefined && second.number > held.number + 10_000);
    await storage.applications.create((shortId) => {
      assert.ok(shortId > lastShortId + 1_000);
      return aChange(submitted());
    });
    // As long as somebody owns it nothing is corrected.
    await assert.rejects(correctRestored(place, needs, { parts }), refusal('already-owned'));
  });

  test('D9: the same dump put back again has another epoch, so that no link between the two is good', async () => {
    const { clock, open, dump, putBack, correct } = await dumped();
    await (await open())[Symbol.asyncDispose]();
    dump();
    const epochs: number[] = [];
    for (let n = 0; n < 2; n += 1) {
      putBack();
      await correct();
      await using storage = await open();
      epochs.push(await storage.meta.epoch());
      await clock.advance(2 * SECOND);
    }
    assert.equal(new Set(epochs).size, 2);
  });

  test('D9: a database without tables, or of another installation, is refused and stays as it is', async () => {
    const { place, needs, open, correct, dump, putBack } = await dumped();
    await assert.rejects(correct(), refusal('not-made'));
    {
      await using storage = await open();
      await storage.meta.setServerName('elsewhere.example');
    }
    dump();
    putBack();
    const checkCopy = ({ serverName }: { readonly serverName: string | undefined }) => {
      throw new StorageRefusal('not-this-database', `It belongs to ${serverName}.`);
    };
    await assert.rejects(correctRestored(place, needs, { checkCopy, parts }), {
      ...refusal('not-this-database'),
      message: 'It belongs to elsewhere.example.',
    });
    await assert.rejects(open(), refusal('put-back'));
  });
});

test('D9: on SQLite a file is named, for its copy is corrected as it is put back', async () => {
  await using opened = await openTestSqlite();
  const needs = { clock: opened.clock, log: silentLog };
  await assert.rejects(correctRestored(opened.place, needs, { parts }), /porter restore FILE/);
});
