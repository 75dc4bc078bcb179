import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { Secret } from '../../src/kernel/secret.ts';
import type { StorageLocation } from '../../src/storage/dialects/dialects.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { needs } from '../support/needs.ts';
import { dropDatabase, makeDatabase, type PostgresPlace, startPostgres } from '../support/postgres.ts';
import { sharedServer } from '../support/servers/shared-servers.ts';
import { makeTestClock, type TestClock } from '../support/test-clock.ts';

export interface TestStorage extends AsyncDisposable {
  /** Opened as the owner; the newest after `reopen`. */
  readonly storage: Storage;
  readonly clock: TestClock;
  readonly place: StorageLocation;
  /** As after a restart: closes and opens again. */
  reopen(): Promise<void>;
  /** Another process at the same database, not its owner. */
  beside(clock?: Clock): Promise<Storage>;
  /**
   * Resolves once nothing has asked for jobs or items of the inbox for a moment, so that the test's clock never runs away
   * from work that takes real time; after a second at the latest, because what is under way may wait for the clock itself.
   */
  quiet(): Promise<void>;
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
    const opened = new AsyncDisposableStack();
    let server: PostgresPlace;
    before(async () => {
      server = (await sharedServer('postgres')) ?? opened.use(await startPostgres());
    });
    after(() => opened.disposeAsync());
    suite('PostgreSQL', async (options) => {
      const url = await makeDatabase(server);
      return openAt({ kind: 'postgres', url: new Secret(url) }, options, () => dropDatabase(url));
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
  place: StorageLocation,
  { clock: own }: TestStorageOptions = {},
  clean: () => Promise<void>,
): Promise<TestStorage> {
  const clock = makeTestClock();
  const asked = { underWay: 0 };
  const open = async (owner: boolean, ticks: Clock = own ?? clock): Promise<Storage> => {
    const storage = await openStorage(place, { clock: ticks, ids: makeIds(ticks.now), log: silentLog, owner });
    return { ...storage, jobs: counted(storage.jobs, asked), inbox: counted(storage.inbox, asked) };
  };
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
    async quiet() {
      const end = performance.now() + 1_000;
      for (let still = 0; still < 3 && performance.now() < end; still = asked.underWay === 0 ? still + 1 : 0)
        await sleep(1);
    },
    async [Symbol.asyncDispose]() {
      for (const other of others) await other[Symbol.asyncDispose]();
      await storage[Symbol.asyncDispose]();
      await clean();
    },
  };
}

/** The same store, and `asked` knows how many of its answers are not there yet. */
function counted<Store extends object>(store: Store, asked: { underWay: number }): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: readonly unknown[]): unknown => {
        const answer: unknown = Reflect.apply(member, target, given);
        if (!(answer instanceof Promise)) return answer;
        asked.underWay += 1;
        return answer.finally(() => {
          asked.underWay -= 1;
        });
      };
    },
  });
}
