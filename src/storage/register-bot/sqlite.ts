import Sqlite from 'better-sqlite3';
import { StorageRefusal } from '../refusal.ts';
import type { RegisterBotDatabase, RegisterBotRow } from './tables.ts';

const WAIT_MS = 5_000;

/** Opens the file of the bot, which may be at work, and only reads. Throws `StorageRefusal`. */
export function openRegisterBotSqlite(file: string): RegisterBotDatabase {
  const db = refusing(file, () => new Sqlite(file, { readonly: true, fileMustExist: true, timeout: WAIT_MS }));
  return {
    rowNumber: 'rowid',
    secondsOf: (column) => `cast(strftime('%s', ${column}) as integer)`,
    all: async (sql) => refusing(file, () => db.prepare<[], RegisterBotRow>(sql).all()),
    async [Symbol.asyncDispose]() {
      db.close();
    },
  };
}

function refusing<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const code = String((error as { readonly code?: unknown }).code);
    if (code.startsWith('SQLITE_BUSY'))
      throw new StorageRefusal('unreachable', `Another program keeps ${file} locked: try again.`, error);
    // SQLITE_ERROR: there is no such table.
    if (/^SQLITE_(NOTADB|ERROR)/.test(code))
      throw new StorageRefusal('not-this-database', `${file} is no database of matrix-register-bot.`, error);
    throw new StorageRefusal('damaged', `${file} cannot be read as a database (${code}).`, error);
  }
}
