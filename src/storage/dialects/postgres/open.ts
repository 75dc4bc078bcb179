import { PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import pg from 'pg';
import type { Secret } from '../../../kernel/secret.ts';
import { StorageRefusal } from '../../refusal.ts';
import type { DialectNeeds, OpenDialect } from '../dialect.ts';
import { unavailable } from '../unavailable.ts';
import { makePostgresDriver } from './driver.ts';
import { postgresError } from './errors.ts';
import { holdOwnerLock, type PostgresOwner } from './owner.ts';
import { postgresTrouble } from './trouble.ts';
import { listenToPostgres } from './watch.ts';

const INT8 = 20;
const CONNECTIONS = 8;
const CONNECT_MS = 5_000;
const STATEMENT_MS = 30_000;

/** What every connection of ours is made with. Integers of 64 bits come as numbers: all of ours are below 2^53. */
export function connectionTo(url: Secret): pg.ClientConfig {
  return {
    connectionString: url.reveal(),
    application_name: 'porter',
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: STATEMENT_MS,
    keepAlive: true,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format as 'text'),
    },
  };
}

/** A dump keeps names and contents; object identifiers are of this database alone, and tables that are made again have new ones. */
const TABLES = `select concat_ws(' ', (select oid from pg_database where datname = current_database()),
  'applications'::regclass::oid, 'jobs'::regclass::oid, 'memory'::regclass::oid) as tables`;

const SKIP = `select setval(keys.name, coalesce(seen.last_value, 0) + $1)
  from (select pg_get_serial_sequence(quote_ident(table_name), column_name)::regclass as name
        from information_schema.columns where table_schema = current_schema() and is_identity = 'YES') as keys
  join (select format('%I.%I', schemaname, sequencename)::regclass as name, last_value from pg_sequences) as seen using (name)`;

async function ask<Row extends pg.QueryResultRow>(pool: pg.Pool, text: string, values: unknown[] = []): Promise<Row[]> {
  try {
    return (await pool.query<Row>(text, values)).rows;
  } catch (error) {
    throw postgresError(error);
  }
}

/** Connects. Throws `StorageRefusal` when the server is not there or does not let us in. */
export async function openPostgres(url: Secret, { clock, log }: DialectNeeds): Promise<OpenDialect> {
  const config = connectionTo(url);
  const pool = new pg.Pool({ ...config, max: CONNECTIONS });
  // An idle connection that ends is replaced with the next query.
  pool.on('error', (error) => {
    const { why, remedy } = postgresTrouble(error, 'the PostgreSQL server');
    log.warn('a connection to PostgreSQL ended', { error, why, remedy });
  });
  try {
    (await pool.connect()).release();
  } catch (error) {
    await pool.end();
    throw refusalOf(error, config);
  }
  let owner: PostgresOwner | undefined;

  return {
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => makePostgresDriver(pool),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    watch: (listener) => listenToPostgres(config, listener, { clock, log }),
    async own() {
      owner = await holdOwnerLock(config, { clock, log });
    },
    assertOwned() {
      if (owner?.holds() === false) {
        throw unavailable(
          'The lock that makes this Porter the only one on the PostgreSQL database is lost',
          undefined,
          'It is taken again as soon as that is possible. If another Porter has it, stop one of the two.',
        );
      }
    },
    async beforeMigration() {
      // Tables change in one transaction; copies are the work of pg_dump.
    },
    tables: async () => (await ask<{ tables: string }>(pool, TABLES)).map(({ tables }) => tables).join(),
    async skipNumbers(by) {
      await ask(pool, SKIP, [by]);
    },
    async close() {
      if (!pool.ended && !pool.ending) await pool.end();
      await owner?.giveUp();
    },
  };
}

function refusalOf(error: unknown, config: pg.ClientConfig): unknown {
  if (postgresError(error) === error) return error;
  const place = placeOf(config);
  const { kind, why, remedy } = postgresTrouble(error, place?.host ?? '');
  const at = place === undefined ? 'PostgreSQL' : `PostgreSQL at ${place.name}`;
  const sentence = {
    refused: `${at} does not let Porter in (${why}).`,
    unsafe: `${at} cannot be reached safely: ${why}.`,
    file: `${at} cannot be asked: ${why}.`,
    away: `${at} does not answer (${why}).`,
  }[kind];
  return new StorageRefusal('unreachable', sentence, error, remedy);
}

/** Where the server is, read from the address as the pool does, with what it takes from the environment. */
function placeOf(config: pg.ClientConfig): { readonly host: string; readonly name: string } | undefined {
  try {
    const { host, port } = new pg.Client(config);
    return { host, name: host.startsWith('/') ? host : `${host.includes(':') ? `[${host}]` : host}:${port}` };
  } catch {
    // The address names a file that cannot be read.
    return undefined;
  }
}
