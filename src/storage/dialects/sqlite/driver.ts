import type { Database, Statement } from 'better-sqlite3';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import { storable } from '../storable.ts';
import { sqliteError } from './errors.ts';

/** Most prepared statements to keep. The program has fewer, because lists are padded to a few sizes. */
const MOST_STATEMENTS = 400;

/**
 * A driver for Kysely over better-sqlite3. Unlike Kysely's own it begins write transactions with `begin immediate` (a deferred one
 * fails at once beside another writer), prepares each statement once, and throws errors that say what they mean.
 */
export function makeSqliteDriver(db: Database): Driver {
  const statements = new Map<string, Statement<unknown[], unknown>>();

  const prepared = (sql: string): Statement<unknown[], unknown> => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = db.prepare<unknown[], unknown>(sql);
      const oldest = statements.size >= MOST_STATEMENTS ? statements.keys().next().value : undefined;
      if (oldest !== undefined) statements.delete(oldest);
    } else {
      statements.delete(sql);
    }
    statements.set(sql, statement);
    return statement;
  };

  const run = <Row>({ sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>): QueryResult<Row> => {
    try {
      const statement = prepared(sql);
      // The driver's answer has the row's shape because the query was typed by Kysely.
      if (statement.reader) return { rows: statement.all(storable(parameters)) as Row[] };
      const { changes } = statement.run(storable(parameters));
      return { rows: [], numAffectedRows: BigInt(changes) };
    } catch (error) {
      throw sqliteError(error);
    }
  };
  const plain = (sql: string) => run({ sql, parameters: [] });

  const connection: DatabaseConnection = {
    executeQuery: async (query) => run(query),
    // biome-ignore lint/correctness/useYield: Kysely's interface asks for it, nothing here streams.
    async *streamQuery() {
      throw new Error('rows are read in pages, never streamed');
    },
  };

  return {
    async init() {},
    acquireConnection: async () => connection,
    async beginTransaction() {
      plain('begin immediate');
    },
    async commitTransaction() {
      plain('commit');
    },
    async rollbackTransaction() {
      // A full disk ends the transaction by itself.
      if (db.inTransaction) plain('rollback');
    },
    async releaseConnection() {},
    async destroy() {
      statements.clear();
      db.close();
    },
  };
}
