import type { RegisterBotLogin } from '../../accounts/rules/register-bot-login.ts';
import type { RegisterBotRequest } from '../../registration/rules/register-bot-request.ts';
import { StorageRefusal } from '../refusal.ts';

/** What matrix-register-bot keeps. */
export interface RegisterBotTables {
  /** In the order in which they were made. */
  readonly logins: readonly RegisterBotLogin[];
  readonly requests: readonly RegisterBotRequest[];
}

/** What differs between the databases in which the bot can keep its tables. */
export interface RegisterBotDatabase extends AsyncDisposable {
  /** Reads with one statement. */
  readonly all: (sql: string) => Promise<readonly RegisterBotRow[]>;
  /** By which a row is found; SQLite leaves the bot's own `id` empty. */
  readonly rowNumber: string;
  /** The seconds since 1970 of a column, in SQL. */
  readonly secondsOf: (column: string) => string;
}

export type RegisterBotRow = Readonly<Record<string, unknown>>;

/** Rows of one table. A door for people never has as many. */
const MOST_ROWS = 200_000;

/**
 * Reads the tables in one go and changes nothing.
 *
 * Throws `StorageRefusal`: `not-this-database` for too many rows, and what the database throws.
 */
export async function readRegisterBotTables({
  all,
  rowNumber,
  secondsOf,
}: RegisterBotDatabase): Promise<RegisterBotTables> {
  const rowsOf = async (table: string, columns: string) => {
    const rows = await all(
      `select ${rowNumber} as bot_row, ${columns} from ${table} order by ${rowNumber} limit ${MOST_ROWS + 1}`,
    );
    if (rows.length > MOST_ROWS)
      throw new StorageRefusal('not-this-database', `The table ${table} has more than ${MOST_ROWS} rows.`);
    return rows;
  };
  const logins = await rowsOf('logins', 'active, first_name, last_name, localpart, password_hash, email');
  const requests = await rowsOf(
    'registrations',
    `state, first_name, last_name, username, note, email, verify_token, ${secondsOf('request_date')} as requested`,
  );
  return { logins: logins.map(loginOf), requests: requests.map(requestOf) };
}

const loginOf = (row: RegisterBotRow): RegisterBotLogin => ({
  row: Number(row['bot_row']),
  active: Number(row['active']) === 1,
  firstName: asTyped(row['first_name']),
  lastName: asTyped(row['last_name']),
  localpart: textOf(row['localpart']),
  passwordHash: textOf(row['password_hash']),
  email: textOf(row['email']),
});

const requestOf = (row: RegisterBotRow): RegisterBotRequest => ({
  row: Number(row['bot_row']),
  state: Number(row['state']),
  firstName: asTyped(row['first_name']),
  lastName: asTyped(row['last_name']),
  username: textOf(row['username']),
  note: asTyped(row['note']),
  email: textOf(row['email']),
  verifyToken: textOf(row['verify_token']),
  requestedAt: row['requested'] === null ? undefined : Math.floor(Number(row['requested'])) * 1_000,
});

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? `${value}` : '';

/** The bot keeps quotation marks and apostrophes as HTML, and nothing else. */
const asTyped = (value: unknown): string => textOf(value).replaceAll('&#39;', "'").replaceAll('&#34;', '"').trim();
