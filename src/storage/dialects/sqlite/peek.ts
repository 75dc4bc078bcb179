import Sqlite from 'better-sqlite3';
import type { NamedRows } from '../dialect.ts';
import { sqliteError } from './errors.ts';

const WAIT_MS = 5_000;

/**
 * Reads the named values in a database that may be anybody's, and only reads. Of a file that is damaged or not ours: what can
 * be read, maybe nothing. Throws `Fault` when the disk gives nothing back, `RepeatTransaction` when somebody keeps the file
 * locked.
 */
export const peekInto = (file: string): NamedRows => ({
  memory: readTable(file, 'memory'),
  counters: readTable(file, 'counters'),
});

function readTable(file: string, table: keyof NamedRows): ReadonlyMap<string, unknown> {
  let raw: Sqlite.Database | undefined;
  try {
    raw = new Sqlite(file, { readonly: true, timeout: WAIT_MS });
    const rows = raw.prepare(`select name, value from ${table}`).all() as { name: string; value: unknown }[];
    return new Map(rows.map(({ name, value }) => [name, value]));
  } catch (error) {
    // SQLITE_ERROR: there is no such table.
    if (/^SQLITE_(NOTADB|CORRUPT|ERROR)/.test(String((error as { code?: unknown }).code))) return new Map();
    throw sqliteError(error);
  } finally {
    raw?.close();
  }
}
