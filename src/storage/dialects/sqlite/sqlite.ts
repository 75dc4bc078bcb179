import type { Dialect } from '../dialect.ts';
import { realFile } from './files.ts';
import { sqliteNameIndex } from './name-index.ts';
import { openSqlite } from './open.ts';
import { ownerAtWork } from './owner.ts';

export interface SqlitePlace {
  readonly kind: 'sqlite';
  /** Of the file. */
  readonly path: string;
}

/** One file, one process that owns it. */
export const sqlite: Dialect<SqlitePlace> = {
  kind: 'sqlite',
  facts: {
    rowLocks: false,
    countingKey: { type: 'integer', counting: (column) => column.primaryKey().autoIncrement() },
    textByBytes: 'text',
    nameIndex: sqliteNameIndex,
    announcement: undefined,
  },
  at: ({ path: asWritten }) => atFile(realFile(asWritten)),
};

const atFile = (path: string): ReturnType<Dialect<SqlitePlace>['at']> => ({
  open: async (needs) => openSqlite(path, needs),
  ownerAtWork: () => ownerAtWork(path),
  // Loaded by the two commands that need it.
  copies: {
    backup: async (file, needs) => (await import('./backup.ts')).backUpSqlite(path, file, needs),
    restore: async (file, needs, prepare) => (await import('./restore.ts')).restoreSqlite(path, file, needs, prepare),
  },
});
