import { PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import pg from 'pg';
import type { Secret } from '../../../kernel/secret.ts';
import { codeOf, whyNoResponse, whyUnreachable } from '../../../kernel/why-unreachable.ts';
import { StorageRefusal } from '../../refusal.ts';
import type { DialectNeeds, OpenDialect } from '../dialect.ts';
import { unavailable } from '../unavailable.ts';
import { makePostgresDriver } from './driver.ts';
import { postgresError } from './errors.ts';
import { holdOwnerLock, type PostgresOwner } from './owner.ts';
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

/** Connects. Throws `StorageRefusal` when the server is not there or does not let us in. */
export async function openPostgres(url: Secret, { clock, log }: DialectNeeds): Promise<OpenDialect> {
  const config = connectionTo(url);
  const pool = new pg.Pool({ ...config, max: CONNECTIONS });
  // An idle connection that ends is replaced with the next query.
  pool.on('error', (error) => log.warn('a connection to PostgreSQL ended', { error }));
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
    async close() {
      if (!pool.ended && !pool.ending) await pool.end();
      await owner?.giveUp();
    },
  };
}

/** What PostgreSQL answers at the door, in words. */
const answers: Readonly<Record<string, string>> = {
  '28P01': 'wrong user or password',
  '28000': 'pg_hba.conf has no line for it, or there is no such user',
  '3D000': 'there is no such database',
  '53300': 'too many connections',
  '57P03': 'it is starting up or stopping',
};

function refusalOf(error: unknown, config: pg.ClientConfig): unknown {
  if (postgresError(error) === error) return error;
  // The client reads the address as the pool does, with what it takes from the environment.
  const { host, port } = new pg.Client(config);
  const place = host.startsWith('/') ? host : `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const code = codeOf(error);
  const answer = code !== undefined && /^[0-9A-Z]{5}$/.test(code) ? (answers[code] ?? code) : undefined;
  // Without a code: the time limit of the pool, or a connection that ended while it was made.
  const why = code === undefined && /timeout/i.test(String(error)) ? whyUnreachable('ETIMEDOUT') : whyNoResponse(error);
  return answer === undefined
    ? new StorageRefusal(
        'unreachable',
        `PostgreSQL at ${place} does not answer (${why}).`,
        error,
        'Start it, or correct storage.postgres.',
      )
    : new StorageRefusal(
        'unreachable',
        `PostgreSQL at ${place} does not let Porter in (${answer}).`,
        error,
        "Look at storage.postgres in the configuration and at the server's log.",
      );
}
