import { type Outcome, refuse } from '../../kernel/outcome.ts';
import { type CellRefusal, type CellRules, type ImportedAccount, readCells } from './imported-account.ts';
import { parseThirdPartyId } from './third-party-id.ts';

/** A row of the table `logins` of matrix-register-bot. What the database has no value for is empty. */
export interface RegisterBotLogin {
  /** By which people find it: its `id`, on SQLite its row number. */
  readonly row: number;
  readonly active: boolean;
  readonly firstName: string;
  readonly lastName: string;
  readonly localpart: string;
  /** bcrypt. */
  readonly passwordHash: string;
  readonly email: string;
}

/** `machine`: the login that the bot makes for itself. */
export type LoginRefusal = CellRefusal | 'machine';

export interface ReadLogin {
  readonly line: number;
  readonly read: Outcome<ImportedAccount, LoginRefusal, string | undefined>;
  /** The account comes without its address: it is none that Porter takes, or an earlier row has it. */
  readonly withoutAddress: boolean;
}

const OWN_LOGIN = 'register_bot';

/** The form of the bot lets several people have one address; here an address finds one person, so the first row keeps it. */
export function readLogins(logins: readonly RegisterBotLogin[], rules: CellRules): readonly ReadLogin[] {
  const seen = new Set<string>();
  return logins.map((login) => {
    const email = login.email.trim();
    const address = parseThirdPartyId('email', email)?.address;
    const isOwn = address !== undefined && !seen.has(address);
    const read = readLogin(login, isOwn ? email : '', rules);
    if (read.ok && isOwn) seen.add(address);
    return { line: login.row, read, withoutAddress: read.ok && email !== '' && !isOwn };
  });
}

function readLogin(login: RegisterBotLogin, email: string, rules: CellRules): ReadLogin['read'] {
  if (login.localpart === OWN_LOGIN) return refuse('machine', OWN_LOGIN);
  return readCells(
    {
      localpart: login.localpart,
      display_name: `${login.firstName} ${login.lastName}`,
      email,
      password_hash: login.passwordHash,
      state: login.active ? 'active' : 'suspended',
    },
    rules,
  );
}
