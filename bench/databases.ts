import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { systemClock } from '../src/kernel/clock.ts';
import { makeIds } from '../src/kernel/ids.ts';
import { silentLog } from '../src/kernel/log.ts';
import type { NewJob } from '../src/outbox/job.ts';
import { openStorage } from '../src/storage/open-storage.ts';
import type { Storage } from '../src/storage/storage.ts';

export interface BenchDatabase extends AsyncDisposable {
  readonly storage: Storage;
  /** The same folder, so the same disk. */
  readonly dir: string;
  readonly file: string;
}

/** A fresh folder. @param fill writes rows before Porter opens the database for good */
export async function openBenchDatabase(fill?: (raw: Database) => void): Promise<BenchDatabase> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'porter-bench-'));
  const file = path.join(dir, 'porter.db');
  const open = () =>
    openStorage(
      { kind: 'sqlite', path: file },
      { clock: systemClock, ids: makeIds(systemClock.now), log: silentLog, owner: true },
    );
  if (fill !== undefined) {
    await (await open())[Symbol.asyncDispose]();
    const raw = openRaw(file);
    raw.transaction(() => fill(raw))();
    raw.pragma('wal_checkpoint(TRUNCATE)');
    raw.close();
  }
  const storage = await open();
  return {
    storage,
    dir,
    file,
    async [Symbol.asyncDispose]() {
      await storage[Symbol.asyncDispose]();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** The limit: SQLite alone, as durable as Porter's own. */
export function openRaw(file: string): Database {
  const raw = new Sqlite(file);
  raw.pragma('journal_mode = WAL');
  raw.pragma('synchronous = FULL');
  raw.pragma('secure_delete = ON');
  return raw;
}

/** A table of jobs with what any outbox needs: all that a job says, a unique key, an index to find what is due. */
export function makeRawJobs(raw: Database): { readonly insert: (n: number) => void } {
  raw.exec(`create table jobs (seq integer primary key, id text not null unique, key text not null unique,
      kind text not null, destination text not null, lane text not null, state integer not null, due_at integer not null,
      expires_at integer not null, created_at integer not null, attempt integer not null, payload text not null);
    create index jobs_due on jobs (state, due_at)`);
  const statement = raw.prepare(
    `insert into jobs (id, key, kind, destination, lane, state, due_at, expires_at, created_at, attempt, payload)
     values (?, ?, ?, ?, ?, 0, ?, ?, ?, 0, ?)`,
  );
  const ids = makeIds(systemClock.now);
  return {
    insert(n) {
      const { key, kind, destination, lane, dueAt, expiresAt, payload } = benchJob(n);
      statement.run(ids.next(), key, kind, destination, lane, dueAt, expiresAt, dueAt, JSON.stringify(payload));
    },
  };
}

const DAY = 86_400_000;

/** A notice to one of a thousand rooms. */
export const benchJob = (n: number, rooms = 1_000): NewJob => ({
  key: `notice:${n}:1`,
  kind: 'bench',
  destination: `matrix:!room${n % rooms}:porter.test`,
  lane: 'notices',
  dueAt: systemClock.now(),
  expiresAt: systemClock.now() + 3 * DAY,
  payload: { id: `0199aaaa-0000-7000-8000-${String(n).padStart(12, '0')}`, entry: 1 },
});
