import type { RowDataPacket } from 'mysql2/promise';
import { Fault } from '../../kernel/fault.ts';
import { whyUnreachable } from '../../kernel/why-unreachable.ts';
import { StorageRefusal } from '../refusal.ts';
import type { RegisterBotServer } from './place.ts';
import type { RegisterBotDatabase, RegisterBotRow } from './tables.ts';
import { undoLatin1 } from './undo-latin1.ts';

const CONNECT_MS = 5_000;

/** What the server says by its codes. */
const refusals: Readonly<Record<string, string>> = {
  ER_ACCESS_DENIED_ERROR: 'wrong user or password',
  ER_DBACCESS_DENIED_ERROR: 'this user may not read it',
  ER_TABLEACCESS_DENIED_ERROR: 'this user may not read it',
  ER_BAD_DB_ERROR: 'there is no such database',
  ER_HOST_NOT_PRIVILEGED: 'it lets nobody in from here',
};

/** Loads the driver, an optional dependency. Throws `Fault` if it is not installed. */
async function loadDriver(): Promise<typeof import('mysql2/promise')> {
  try {
    return await import('mysql2/promise');
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Fault('The package for MySQL and MariaDB is not installed', {
      ...{ code: 'register-bot.no-driver', retryable: false, scope: 'channel' },
      remedy: 'Install Porter again without `--omit=optional` (npm leaves out optional packages then).',
    });
  }
}

/** Connects to MySQL or MariaDB and only reads. Throws `StorageRefusal`, and `Fault` if the driver is not installed. */
export async function openRegisterBotMysql({
  host,
  port = 3_306,
  socket,
  database,
  user,
  password,
}: RegisterBotServer): Promise<RegisterBotDatabase> {
  const name = `the database ${database} on MySQL at ${socket ?? `${host}:${port}`}`;
  const asked = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw refusalOf(error, name);
    }
  };
  const { createConnection } = await loadDriver();
  const connection = await asked(() =>
    createConnection({
      ...(socket === undefined ? { host, port } : { socketPath: socket }),
      ...{ database, charset: 'utf8mb4', connectTimeout: CONNECT_MS, supportBigNumbers: true },
      ...(user === undefined ? {} : { user }),
      ...(password === undefined ? {} : { password: password.reveal() }),
    }),
  );
  await asked(() => connection.query('set session transaction read only'));
  return {
    rowNumber: 'id',
    secondsOf: (column) => `unix_timestamp(${column})`,
    all: (sql) =>
      asked(async () => {
        const [rows] = await connection.query<RowDataPacket[]>(sql);
        return rows.map(asSent);
      }),
    [Symbol.asyncDispose]: () => connection.end(),
  };
}

const asSent = (row: RegisterBotRow): RegisterBotRow =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, typeof value === 'string' ? undoLatin1(value) : value]),
  );

function refusalOf(error: unknown, name: string): StorageRefusal {
  const code = String((error as { readonly code?: unknown } | null)?.code);
  if (code === 'ER_NO_SUCH_TABLE' || code === 'ER_BAD_FIELD_ERROR')
    return new StorageRefusal('not-this-database', `${name} has no tables of matrix-register-bot.`, error);
  const refused = Object.hasOwn(refusals, code) ? refusals[code] : undefined;
  const sentence =
    refused === undefined
      ? `${name} cannot be reached (${whyUnreachable(code) ?? code}).`
      : `${name} does not let Porter in (${refused}).`;
  return new StorageRefusal('unreachable', sentence, error);
}
