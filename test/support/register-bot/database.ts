/**
 * A database as matrix-register-bot makes and fills it: two tables without constraints, text in which quotation marks and apostrophes
 * are HTML, numbers for the stages, and times in UTC.
 */
import { randomBytes } from 'node:crypto';
import Sqlite from 'better-sqlite3';

export interface BotLogin {
  readonly localpart: string;
  readonly first?: string;
  readonly last?: string;
  readonly email?: string;
  readonly hash?: string;
  readonly active?: 0 | 1;
}

/** What the bot runs at its start. `SERIAL` is its word on every database. */
const botTables = [
  `create table registrations (id serial primary key, state int default 0, first_name text, last_name text, username text,
    password_hash text default '', note text, email text, verify_token text, admin_token text,
    request_date timestamp default current_timestamp)`,
  `create table logins (id serial primary key, active int default 1, first_name text, last_name text, localpart text,
    password_hash text, email text, create_date timestamp default current_timestamp,
    last_modified timestamp default current_timestamp)`,
] as const;

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** The statement by which a login gets there. */
const insertLogin = ({ localpart, first = '', last = '', email = '', hash = '', active = 1 }: BotLogin): string =>
  `insert into logins (active, first_name, last_name, localpart, password_hash, email)
    values (${active}, ${[first, last, localpart, hash, email].map(text).join(', ')})`;

/** What somebody asked for at the bot, in this stage of its own. */
export interface BotRequest {
  readonly username: string;
  readonly state: number;
  readonly first?: string;
  readonly last?: string;
  readonly note?: string;
  readonly email?: string;
  /** 32 hexadecimal digits. */
  readonly token?: string;
}

const insertRequest = ({
  username,
  state,
  first = '',
  last = '',
  note = '',
  email = `${username}@example.org`,
  token = randomBytes(16).toString('hex'),
}: BotRequest): string =>
  `insert into registrations (state, first_name, last_name, username, note, email, verify_token, admin_token)
    values (${state}, ${[first, last, username, note, email, token, randomBytes(16).toString('hex')].map(text).join(', ')})`;

/** Everything by which the bot gets its tables and these rows, beside the login that it makes for itself. */
export const botStatements = (logins: readonly BotLogin[], requests: readonly BotRequest[] = []): readonly string[] => [
  ...botTables,
  insertLogin({ localpart: 'register_bot', first: 'Register', last: 'Bot' }),
  ...logins.map(insertLogin),
  ...requests.map(insertRequest),
];

/** A database file of the bot. */
export function writeBotDatabase(
  file: string,
  logins: readonly BotLogin[],
  requests: readonly BotRequest[] = [],
): void {
  const db = new Sqlite(file);
  for (const sql of botStatements(logins, requests)) db.exec(sql);
  db.close();
}
