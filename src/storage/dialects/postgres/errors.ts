import { RepeatTransaction } from '../dialect.ts';
import { unavailable } from '../unavailable.ts';
import { isUnsafeForPostgres, postgresTrouble } from './trouble.ts';

// 40001 serialization failure, 40P01 deadlock; 23505: two writers made the same unique row, the second finds it next time.
const repeatable = /^(40001|40P01|23505|55P03)$/;
// Connection, shutdown and start-up, resources (53100: disk full), read-only standby, system errors.
const gone = /^(08...|57P0[1-4]|53...|25006|58...|XX00[12]|57014|28...|3D000)$/;
// ENOENT: there is no socket file.
const socket = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT)$/;

/** Turns what `pg` threw into what it means for the program. Anything unknown is a bug and is returned as it is. */
export function postgresError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && repeatable.test(code)) return new RepeatTransaction(error);
  const known = (typeof code === 'string' && (gone.test(code) || socket.test(code))) || isUnsafeForPostgres(error);
  // These two have a message and no code: the pool's time limit, and a connection that ended below a query.
  if (known || /timeout|connection terminated|not queryable|ended unexpectedly/i.test(error.message)) {
    return unavailable('The PostgreSQL database cannot be used at the moment', error, remedyOf(error));
  }
  return error;
}

/** For a connection that was there before. */
function remedyOf(error: Error): string {
  const { kind, remedy } = postgresTrouble(error, 'the PostgreSQL server');
  return kind === 'away' ? 'Is the PostgreSQL server running? Start it, or look into its log.' : remedy;
}
