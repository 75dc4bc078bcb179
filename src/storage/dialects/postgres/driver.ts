import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import type pg from 'pg';
import { storable } from '../storable.ts';
import { postgresError } from './errors.ts';

interface PostgresConnection extends DatabaseConnection {
  readonly client: pg.PoolClient;
  /** Nobody knows what state it is in: closed instead of given to the next. */
  broken: boolean;
}

/** Kysely's driver over `pg`, of the same shape as ours for SQLite: errors say what they mean, NUL never reaches the wire. */
export function makePostgresDriver(pool: pg.Pool): Driver {
  const run = async <Row>(
    connection: PostgresConnection,
    { sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>,
  ): Promise<QueryResult<Row>> => {
    try {
      const { rows, rowCount, command } = await connection.client.query(sql, storable(parameters));
      if (sql === 'commit' && command === 'ROLLBACK') throw new Error('the transaction had failed before');
      // The driver's answer has the row's shape because the query was typed by Kysely.
      return { rows: rows as Row[], ...(rowCount === null ? {} : { numAffectedRows: BigInt(rowCount) }) };
    } catch (error) {
      connection.broken ||= !connectionLives(error);
      throw postgresError(error);
    }
  };
  const plain = (connection: DatabaseConnection, sql: string) =>
    // Kysely hands back the connections that `acquireConnection` made.
    run(connection as PostgresConnection, { sql, parameters: [] });

  return {
    async init() {},
    async acquireConnection() {
      try {
        const client = await pool.connect();
        const connection: PostgresConnection = {
          client,
          broken: false,
          executeQuery: (query) => run(connection, query),
          // biome-ignore lint/correctness/useYield: Kysely's interface asks for it, nothing here streams.
          async *streamQuery() {
            throw new Error('rows are read in pages, never streamed');
          },
        };
        return connection;
      } catch (error) {
        throw postgresError(error);
      }
    },
    async beginTransaction(connection) {
      await plain(connection, 'begin');
    },
    async commitTransaction(connection) {
      await plain(connection, 'commit');
    },
    async rollbackTransaction(connection) {
      const ours = connection as PostgresConnection;
      if (ours.broken) return;
      try {
        await plain(connection, 'rollback');
      } catch {
        ours.broken = true;
      }
    },
    async releaseConnection(connection) {
      const { client, broken } = connection as PostgresConnection;
      client.release(broken);
    },
    async destroy() {
      await pool.end();
    },
  };
}

/** The server spoke, and not of its own end: after a rollback the connection is as good as new. */
function connectionLives(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^(08|57P)/.test(code);
}
