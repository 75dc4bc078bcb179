import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import type { Clock } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { Secret } from '../../src/kernel/secret.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Storage, StoragePlace } from '../../src/storage/storage.ts';
import { needs } from '../support/needs.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { makeTestClock, type TestClock } from '../support/test-clock.ts';

export interface TestStorage extends AsyncDisposable {
  /** Opened as the owner; the newest after `reopen`. */
  readonly storage: Storage;
  readonly clock: TestClock;
  readonly place: StoragePlace;
  /** As after a restart: closes and opens again. */
  reopen(): Promise<void>;
  /** Another process at the same database, not its owner. */
  beside(clock?: Clock): Promise<Storage>;
}

export interface TestStorageOptions {
  /** Of the storage itself, where a test has real waits, e.g. two writers of one file. */
  readonly clock?: Clock;
}

/** A fresh database. */
export type OpenTestStorage = (options?: TestStorageOptions) => Promise<TestStorage>;

/** Runs a suite on SQLite and on a real PostgreSQL. */
export function onEveryDatabase(suite: (database: string, open: OpenTestStorage) => void): void {
  describe('on SQLite', () => {
    suite('SQLite', openTestSqlite);
  });
  describe('on PostgreSQL', needs('postgres'), () => {
    let server: TestPostgres | undefined;
    before(async () => {
      server = await startPostgres();
    });
    after(async () => {
      await server?.[Symbol.asyncDispose]();
    });
    suite('PostgreSQL', async (options) => {
      if (server === undefined) throw new Error('PostgreSQL did not start');
      return openAt({ kind: 'postgres', url: new Secret(await server.freshDatabase()) }, options, async () => {});
    });
  });
}

export const openTestSqlite: OpenTestStorage = async (options) => {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'porter-storage-'));
  return openAt({ kind: 'sqlite', path: path.join(dir, 'porter.db') }, options, () =>
    rm(dir, { recursive: true, force: true }),
  );
};

async function openAt(
  place: StoragePlace,
  { clock: own }: TestStorageOptions = {},
  clean: () => Promise<void>,
): Promise<TestStorage> {
  const clock = makeTestClock();
  const open = (owner: boolean, ticks: Clock = own ?? clock) =>
    openStorage(place, { clock: ticks, ids: makeIds(ticks.now), log: silentLog, owner });
  let storage = await open(true);
  const others: Storage[] = [];
  return {
    get storage() {
      return storage;
    },
    clock,
    place,
    async reopen() {
      await storage[Symbol.asyncDispose]();
      storage = await open(true);
    },
    async beside(ticks) {
      const other = await open(false, ticks);
      others.push(other);
      return other;
    },
    async [Symbol.asyncDispose]() {
      for (const other of others) await other[Symbol.asyncDispose]();
      await storage[Symbol.asyncDispose]();
      await clean();
    },
  };
}
