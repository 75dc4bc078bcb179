import Sqlite from 'better-sqlite3';
import { sqliteError } from './sqlite-errors.ts';

const WAIT_MS = 5_000;

/** What a table of ours with `name` and `value` holds; the values are not judged. */
export type Named = ReadonlyMap<string, unknown>;

/**
 * The named values in a database that may be anybody's; of one that is damaged, or not ours, what can be read, in doubt nothing.
 * The file is only read. Throws `Fault` when the disk gives nothing back, `RepeatTransaction` when somebody keeps it locked.
 */
export function peekInto(file: string, table: 'counters' | 'memory'): Named {
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
