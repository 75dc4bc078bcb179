import Sqlite from 'better-sqlite3';
import { sqliteError } from './sqlite-errors.ts';

const WAIT_MS = 5_000;

/**
 * How far each counter of a database has come, by its name; of one that is damaged, or not ours, what can be read, in doubt nothing.
 * The file is only read. Throws `Fault` when the disk gives nothing back, `RepeatTransaction` when somebody keeps it locked.
 */
export function countersIn(file: string): ReadonlyMap<string, number> {
  let raw: Sqlite.Database | undefined;
  try {
    raw = new Sqlite(file, { readonly: true, timeout: WAIT_MS });
    const rows = raw.prepare('select name, value from counters').all() as { name: string; value: unknown }[];
    return new Map(rows.flatMap(({ name, value }) => (isCount(value) ? [[name, value]] : [])));
  } catch (error) {
    // SQLITE_ERROR: there is no such table.
    if (/^SQLITE_(NOTADB|CORRUPT|ERROR)/.test(String((error as { code?: unknown }).code))) return new Map();
    throw sqliteError(error);
  } finally {
    raw?.close();
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;
