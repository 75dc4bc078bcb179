import { openRegisterBotSqlite } from '../../storage/register-bot/sqlite.ts';
import { type RegisterBotTables, readRegisterBotTables } from '../../storage/register-bot/tables.ts';

/**
 * Reads what matrix-register-bot keeps, and changes nothing there. Throws `StorageRefusal` when it cannot be read.
 *
 * @param file its SQLite database
 */
export async function readRegisterBot(file: string): Promise<RegisterBotTables> {
  await using database = openRegisterBotSqlite(file);
  return await readRegisterBotTables(database);
}
