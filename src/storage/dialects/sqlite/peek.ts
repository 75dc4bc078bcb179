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
  memory: readTable(file, 'select name, value from memory'),
  counters: readTable(file, 'select name, value from counters'),
});

/** As `peekInto`: the last number that each counting key gave out, by table. */
export const lastNumbers = (file: string): ReadonlyMap<string, unknown> =>
  readTable(file, 'select name, seq as value from sqlite_sequence');

function readTable(file: string, query: string): ReadonlyMap<string, unknown> {
  let raw: Sqlite.Database | undefined;
  try {
    raw = new Sqlite(file, { readonly: true, timeout: WAIT_MS });
    const rows = raw.prepare(query).all() as { name: string; value: unknown }[];
    return new Map(rows.map(({ name, value }) => [name, value]));
  } catch (error) {
    // SQLITE_ERROR: there is no such table.
    if (/^SQLITE_(NOTADB|CORRUPT|ERROR)/.test(String((error as { code?: unknown }).code))) return new Map();
    throw sqliteError(error);
  } finally {
    raw?.close();
  }
}
