import { open } from 'node:fs/promises';
import path from 'node:path';
import { parseRegisterBotFile, type RegisterBotFile, textOf } from '../../config/register-bot-file.ts';
import { fileSentence } from '../../kernel/file-trouble.ts';
import { Secret } from '../../kernel/secret.ts';
import { parseRegisterBotPlace, placeFrom, type RegisterBotPlace } from '../../storage/register-bot/place.ts';
import {
  type RegisterBotDatabase,
  type RegisterBotTables,
  readRegisterBotTables,
} from '../../storage/register-bot/tables.ts';

/** How every SQLite file begins. */
const SQLITE = 'SQLite format 3\0';
/** Bytes. */
const LONGEST_FILE = 1024 * 1024;

/**
 * Reads what matrix-register-bot keeps, and changes nothing there. Throws `StorageRefusal` when the database cannot be read.
 *
 * @param file its SQLite database, or the `config.json` that it writes, which names its database
 * @returns a sentence for a file that is neither
 */
export async function readRegisterBot(file: string): Promise<RegisterBotTables | string> {
  const place = await placeOf(file);
  if (typeof place === 'string') return place;
  await using database = await openers[place.kind](place as never);
  return await readRegisterBotTables(database);
}

/** Reads the `config.json` that the bot writes; a sentence if it cannot be read. */
export async function readRegisterBotFile(file: string): Promise<RegisterBotFile | string> {
  const read = await beginningOf(file);
  if (typeof read === 'string') return read;
  return (
    parseRegisterBotFile(read.toString('utf8')) ?? `${file} is not the config.json that matrix-register-bot writes.`
  );
}

async function placeOf(file: string): Promise<RegisterBotPlace | string> {
  const read = await beginningOf(file);
  if (typeof read === 'string') return read;
  if (read.toString('latin1').startsWith(SQLITE)) return { kind: 'sqlite', path: file };
  const config = parseRegisterBotFile(read.toString('utf8'));
  if (config === undefined)
    return `${file} is neither a SQLite database nor the config.json that matrix-register-bot writes.`;
  const uri = textOf(config, 'databaseURI');
  if (uri === undefined) return `${file} has no databaseURI.`;
  const [user, password] = [textOf(config, 'databaseUser'), textOf(config, 'databasePass')];
  const place = parseRegisterBotPlace(
    uri,
    { user, password: password === undefined ? undefined : new Secret(password) },
    (text) => new Secret(text),
  );
  if (typeof place === 'string') return `databaseURI in ${file} ${place}.`;
  // PHP counts a relative path from the folder that the bot was called in, which is most likely that of its file.
  return placeFrom(path.dirname(path.resolve(file)), place);
}

/** Both kinds of file are told apart by how they begin, and the one that is text is short. */
async function beginningOf(file: string): Promise<Buffer | string> {
  try {
    await using handle = await open(file);
    if (!(await handle.stat()).isFile()) return `${file} is no file.`;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LONGEST_FILE), 0, LONGEST_FILE, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return missing ? `${file} does not exist.` : `${fileSentence(file, 'read', error)}.`;
  }
}

type Place<Kind extends RegisterBotPlace['kind']> = Extract<RegisterBotPlace, { readonly kind: Kind }>;

/** Each loads its driver when it is used. */
const openers: { readonly [Kind in RegisterBotPlace['kind']]: (place: Place<Kind>) => Promise<RegisterBotDatabase> } = {
  sqlite: async ({ path: name }) => (await import('../../storage/register-bot/sqlite.ts')).openRegisterBotSqlite(name),
  postgres: async (place) => (await import('../../storage/register-bot/postgres.ts')).openRegisterBotPostgres(place),
  mysql: async (place) => (await import('../../storage/register-bot/mysql.ts')).openRegisterBotMysql(place),
};
