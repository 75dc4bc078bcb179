import { existsSync } from 'node:fs';
import Sqlite, { type Database } from 'better-sqlite3';
import { StorageRefusal } from '../../refusal.ts';
import { makeOwnFile } from './files.ts';

/**
 * Takes the owner's lock: an open `BEGIN EXCLUSIVE` on a file beside the database, which the kernel frees even when the
 * process is killed. Close what it returns to give the lock back. Throws `StorageRefusal` at once when it is taken.
 */
export function takeOwnerLock(file: string): Database {
  const lockFile = lockOf(file);
  makeOwnFile(lockFile);
  const lock = new Sqlite(lockFile, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw new StorageRefusal(
      'already-owned',
      `Another Porter is at work on ${file}. Stop it first (systemctl stop porter), or use the commands that work beside it.`,
    );
  }
}

/** See `DatabaseAt.ownerAtWork`. */
export function ownerAtWork(file: string): boolean | undefined {
  const lockFile = lockOf(file);
  if (!existsSync(lockFile)) return false;
  try {
    const lock = new Sqlite(lockFile, { readonly: true, timeout: 0 });
    try {
      lock.prepare('select count(*) from sqlite_master').get();
      return false;
    } finally {
      lock.close();
    }
  } catch (error) {
    return isBusy(error) ? true : undefined;
  }
}

const lockOf = (file: string): string => `${file}.lock`;

const isBusy = (error: unknown): boolean => String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY');
