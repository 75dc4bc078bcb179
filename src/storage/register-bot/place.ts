import path from 'node:path';
import type { Secret } from '../../kernel/secret.ts';

/** Where matrix-register-bot keeps its tables. */
export type RegisterBotPlace =
  | { readonly kind: 'sqlite'; readonly path: string }
  | ({ readonly kind: 'postgres' | 'mysql' } & RegisterBotServer);

export interface RegisterBotServer {
  /** A name, an address, or the folder of a socket (PostgreSQL). */
  readonly host: string;
  /** Undefined: the usual one. */
  readonly port: number | undefined;
  /** MySQL: the file of a socket, instead of host and port. */
  readonly socket: string | undefined;
  readonly database: string;
  readonly user: string | undefined;
  readonly password: Secret | undefined;
}

export interface Login {
  readonly user: string | undefined;
  readonly password: Secret | undefined;
}

/**
 * Reads `databaseURI`, which PHP calls a data source name: `sqlite:/path`, `pgsql:host=…;dbname=…` (spaces may divide as well),
 * `mysql:host=…;dbname=…`.
 *
 * @param login the keys beside it; what stands in the address goes before
 * @returns the end of a sentence that begins with the key, for what is none
 */
export function parseRegisterBotPlace(
  uri: string,
  login: Login,
  secret: (text: string) => Secret,
): RegisterBotPlace | string {
  const at = uri.indexOf(':');
  const [driver, rest] = [uri.slice(0, Math.max(at, 0)), uri.slice(at + 1)];
  if (driver === 'sqlite') {
    return rest === '' || rest === ':memory:' ? 'names no file' : { kind: 'sqlite', path: rest };
  }
  if (driver !== 'pgsql' && driver !== 'mysql') return 'begins with none of sqlite:, pgsql: and mysql:';
  const parts = new Map(
    rest.split(driver === 'pgsql' ? /[; ]+/ : ';').flatMap((part) => {
      const [key = '', ...value] = part.split('=');
      return value.length === 0 ? [] : [[key.trim(), value.join('=').trim()] as const];
    }),
  );
  const database = parts.get('dbname') ?? '';
  if (database === '') return 'names no database (dbname=…)';
  const port = parts.get('port');
  if (port !== undefined && !/^\d{1,5}$/.test(port)) return 'has a port that is no number';
  const own = parts.get('password');
  return {
    kind: driver === 'pgsql' ? 'postgres' : 'mysql',
    host: parts.get('host') ?? 'localhost',
    port: port === undefined ? undefined : Number(port),
    socket: parts.get('unix_socket'),
    database,
    user: parts.get('user') ?? login.user,
    password: own === undefined ? login.password : secret(own),
  };
}

/** The place with the path of its file, if it is one, counted from this folder. */
export const placeFrom = (folder: string, place: RegisterBotPlace): RegisterBotPlace =>
  place.kind === 'sqlite' ? { ...place, path: path.resolve(folder, place.path) } : place;
