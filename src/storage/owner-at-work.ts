import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import type { StoragePlace } from './storage.ts';

/**
 * Does a process own the database at this moment (see `takeOwnerLock`)? Asks without taking anything. Undefined where that cannot
 * be seen: on PostgreSQL, and where this user may not look.
 */
export function ownerAtWork(place: StoragePlace): boolean | undefined {
  if (place.kind !== 'sqlite') return undefined;
  const file = `${place.path}.lock`;
  if (!existsSync(file)) return false;
  try {
    const lock = new Sqlite(file, { readonly: true, timeout: 0 });
    try {
      lock.prepare('select count(*) from sqlite_master').get();
      return false;
    } finally {
      lock.close();
    }
  } catch (error) {
    return String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY') ? true : undefined;
  }
}
