import pg from 'pg';
import { postgresTrouble } from '../dialects/postgres/trouble.ts';
import { StorageRefusal } from '../refusal.ts';
import type { RegisterBotServer } from './place.ts';
import type { RegisterBotDatabase, RegisterBotRow } from './tables.ts';

const CONNECT_MS = 5_000;
const STATEMENT_MS = 30_000;
const UNDEFINED_TABLE = '42P01';
const UNDEFINED_COLUMN = '42703';

/** Connects and only reads. Throws `StorageRefusal`. */
export async function openRegisterBotPostgres({
  host,
  port = 5_432,
  database,
  user,
  password,
}: RegisterBotServer): Promise<RegisterBotDatabase> {
  const client = new pg.Client({
    ...{ host, port, database, application_name: 'porter', connectionTimeoutMillis: CONNECT_MS },
    ...{ statement_timeout: STATEMENT_MS, options: '-c default_transaction_read_only=on' },
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password: password.reveal() }),
  });
  // An error of a connection that ends between two statements; the next statement says it.
  client.on('error', () => {});
  const name = `the database ${database} on PostgreSQL at ${host}:${port}`;
  const asked = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw refusalOf(error, name, host);
    }
  };
  await asked(() => client.connect());
  return {
    rowNumber: 'id',
    // The column has no zone. The bot wrote it in the zone of the server, which counts for this connection as well.
    secondsOf: (column) => `cast(floor(extract(epoch from cast(${column} as timestamptz))) as bigint)`,
    all: (sql) => asked(async () => (await client.query<RegisterBotRow>(sql)).rows),
    [Symbol.asyncDispose]: () => client.end(),
  };
}

function refusalOf(error: unknown, name: string, host: string): StorageRefusal {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  if (code === UNDEFINED_TABLE || code === UNDEFINED_COLUMN)
    return new StorageRefusal('not-this-database', `${name} has no tables of matrix-register-bot.`, error);
  const { kind, why } = postgresTrouble(error, host);
  const cannot = kind === 'refused' ? 'does not let Porter in' : 'cannot be reached';
  return new StorageRefusal('unreachable', `${name} ${cannot} (${why}).`, error);
}
