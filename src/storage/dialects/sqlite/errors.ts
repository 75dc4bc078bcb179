import { RepeatTransaction } from '../dialect.ts';
import { unavailable } from '../unavailable.ts';

const remedies: readonly (readonly [RegExp, string, string | undefined])[] = [
  [/^SQLITE_FULL/, 'The disk of the database is full', 'Free some space on the disk that holds the database.'],
  [/^SQLITE_READONLY/, 'The database cannot be written', 'Give the user that runs Porter the right to write there.'],
  [/^SQLITE_IOERR/, 'The disk of the database answers with errors', 'Look at the disk and its file system.'],
  [/^SQLITE_CANTOPEN/, 'The database file cannot be opened', 'Look at the path and the rights of its folder.'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'The database file is damaged', 'Stop Porter and restore the last backup.'],
  [/^SQLITE_(NOMEM|PROTOCOL|LOCKED)/, 'The database cannot be used at the moment', undefined],
];

/** Turns what the driver threw into what it means for the program. Anything unknown is a bug and is returned as it is. */
export function sqliteError(error: unknown): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return error;
  if (code.startsWith('SQLITE_BUSY')) return new RepeatTransaction(error);
  const known = remedies.find(([form]) => form.test(code));
  return known === undefined ? error : unavailable(known[1], error, known[2]);
}
