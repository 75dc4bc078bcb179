import { existsSync, rmSync, statSync, utimesSync } from 'node:fs';
import Sqlite, { type Database } from 'better-sqlite3';
import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { DAY } from '../../../kernel/clock.ts';
import { StorageRefusal } from '../../refusal.ts';
import type { DialectNeeds, OpenDialect } from '../dialect.ts';
import { makeSqliteDriver } from './driver.ts';
import { sqliteError } from './errors.ts';
import { assertOwnUser, isThere, makeOwnFile, tightenModes } from './files.ts';
import { takeOwnerLock } from './owner.ts';

/** The event loop stands still while SQLite waits, so it waits only briefly; `write` then repeats the transaction. */
const BUSY_MS = 50;
/** How soon a commit by another process is seen. */
const POLL_MS = 500;
const COPY_LIFE = 7 * DAY;
/** Pages that a commit may leave in the WAL before it carries them into the database: 16 MB, instead of the usual 4. */
const CHECKPOINT_PAGES = 4_000;
const LARGEST_WAL = 64 * 1024 * 1024;

/** Opens the file, or makes it when `make` is set. Throws `StorageRefusal`. */
export function openSqlite(
  file: string,
  { clock, log, make }: DialectNeeds & { readonly make: boolean },
): OpenDialect & { readonly raw: Database } {
  assertOwnUser(file);
  if (make) makeOwnFile(file);
  else if (!isThere(file))
    throw new StorageRefusal('not-made', `There is no database at ${file} yet: start porter serve once.`);
  const raw = openFile(file);
  tightenModes(file);
  let owner: Database | undefined;

  return {
    raw,
    dialect: {
      createAdapter: () => new TransactionalSqliteAdapter(),
      createDriver: () => makeSqliteDriver(raw),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
    watch: (listener) => watchFile(file, listener, { clock, log }),
    async own() {
      owner = takeOwnerLock(file);
      forgetOldCopy(copyOf(file), clock.now());
    },
    async beforeMigration(pending) {
      log.info('a copy of the database is made before its tables change', { pending });
      copyTo(raw, copyOf(file));
      utimesSync(copyOf(file), clock.now() / 1000, clock.now() / 1000);
    },
    async close() {
      if (raw.open) raw.close();
      owner?.close();
    },
  };
}

/** The copy that is made before a migration; the next one replaces it. */
export const copyOf = (file: string): string => `${file}.before-migration`;

/** A consistent copy while others go on writing; the file is made new, 0600. Blocks the event loop: see `backup` for large ones. */
function copyTo(raw: Database, target: string): void {
  rmSync(target, { force: true });
  makeOwnFile(target);
  // VACUUM INTO takes an empty file. The backup API would start again with every commit and never end.
  raw.prepare('VACUUM INTO ?').run(target);
}

/** Opens a connection with the settings that all of ours have. Throws `StorageRefusal` when the file is not a database. */
export function openFile(file: string): Database {
  try {
    const raw = new Sqlite(file, { timeout: BUSY_MS });
    raw.pragma('journal_mode = WAL');
    // The driver's default in WAL mode is NORMAL: commits of the last moment would be lost with the power.
    raw.pragma('synchronous = FULL');
    // A page that many commits change is carried over once, and with it come fewer flushes. More pages would mean longer pauses.
    raw.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    raw.pragma('secure_delete = ON');
    raw.pragma('foreign_keys = ON');
    raw.pragma(`journal_size_limit = ${LARGEST_WAL}`);
    return raw;
  } catch (error) {
    if (!/^SQLITE_(NOTADB|CORRUPT)/.test(String((error as { code?: unknown }).code))) throw sqliteError(error);
    throw new StorageRefusal(
      'damaged',
      `${file} is damaged or not a database. Restore the last backup: porter restore FILE.`,
      error,
    );
  }
}

class TransactionalSqliteAdapter extends SqliteAdapter {
  // Kysely says no for SQLite. But our migrations run in one transaction, and SQLite rolls changes of tables back with it.
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Watches `data_version`, which changes with every commit of another connection. That takes a connection that never writes. */
function watchFile(file: string, listener: () => void, { clock, log }: DialectNeeds): () => void {
  const watcher = new Sqlite(file, { readonly: true, timeout: 0 });
  const read = () => watcher.pragma('data_version', { simple: true });
  let seen = read();
  let cancel = clock.after(POLL_MS, poll);
  function poll(): void {
    cancel = clock.after(POLL_MS, poll);
    try {
      const version = read();
      if (version === seen) return;
      seen = version;
      listener();
    } catch (error) {
      log.debug('the database could not be looked at', { error });
    }
  }
  return () => {
    cancel();
    watcher.close();
  };
}

function forgetOldCopy(copy: string, now: number): void {
  if (existsSync(copy) && statSync(copy).mtimeMs < now - COPY_LIFE) rmSync(copy);
}
