import type { Localpart } from '../../kernel/matrix-id.ts';
import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import { type AccountState, accountStates, type Consents, type ThirdPartyId } from '../ports/account.ts';
import { parseDisplayName } from './display-name.ts';
import { canonicalName, ownLocalpart } from './own-id.ts';
import { parseThirdPartyId } from './third-party-id.ts';

/** An account as another program, or another Porter, kept it. */
export interface ImportedAccount extends Consents {
  readonly localpart: Localpart;
  readonly displayName: string | undefined;
  /** `closed` keeps the name from being given to somebody else; nothing but the name is taken over then. */
  readonly state: AccountState;
  readonly addresses: readonly ThirdPartyId[];
  /** One that `Passwords` takes; undefined: nobody can log in until a password is set. */
  readonly hash: string | undefined;
}

/** What a table of accounts may hold about one, in the order in which an export writes it. */
export const columns = [
  ...(['localpart', 'display_name', 'email', 'msisdn', 'password_hash'] as const),
  ...(['findable_by_name', 'findable_by_address', 'state'] as const),
] as const;
export type Column = (typeof columns)[number];

/** The cells of one row; one that is missing counts as empty. */
export type Cells = Readonly<Partial<Record<Column, string>>>;

/** Which cell cannot be taken over. */
export type CellRefusal =
  | 'bad-name'
  | 'bad-display-name'
  | 'bad-email'
  | 'bad-msisdn'
  | 'bad-hash'
  | 'bad-findable'
  | 'bad-state';

export interface CellRules {
  readonly serverName: string;
  /** Nobody finds the account, whatever the row says. */
  readonly unlisted: boolean;
  /** Can this hash be checked here? */
  readonly takes: (hash: string) => boolean;
}

/** Separates addresses in one cell. No address holds it. */
const SEPARATOR = ';';

/**
 * Reads one row. The detail of a refusal is the name, once it is known to be one: anything else in the row may be a secret in the wrong
 * column.
 */
export function readCells(
  cells: Cells,
  { serverName, unlisted, takes }: CellRules,
): Outcome<ImportedAccount, CellRefusal, Localpart | undefined> {
  const cell = (column: Column) => cells[column]?.trim() ?? '';
  const typed = cell('localpart');
  const localpart = ownLocalpart(typed, serverName) ?? canonicalName(typed, serverName);
  if (localpart === undefined) return refuse('bad-name', undefined);
  const no = (refusal: CellRefusal) => refuse(refusal, localpart);

  const state = accountStates.find((one) => one === (cell('state').toLowerCase() || 'active'));
  if (state === undefined) return no('bad-state');
  if (state === 'closed') {
    const none = { displayName: undefined, addresses: [], hash: undefined };
    return ok({ localpart, state, ...none, findableByName: false, findableByAddress: false });
  }
  const displayName = parseDisplayName(cell('display_name'));
  if (displayName === undefined && cell('display_name') !== '') return no('bad-display-name');
  const email = readAddresses('email', cell('email'));
  if (email === undefined) return no('bad-email');
  const msisdn = readAddresses('msisdn', cell('msisdn'));
  if (msisdn === undefined) return no('bad-msisdn');
  const hash = cell('password_hash') || undefined;
  if (hash !== undefined && !takes(hash)) return no('bad-hash');
  const [byName, byAddress] = [readConsent(cell('findable_by_name')), readConsent(cell('findable_by_address'))];
  if (byName === undefined || byAddress === undefined) return no('bad-findable');
  const consents = { findableByName: byName && !unlisted, findableByAddress: byAddress && !unlisted };
  return ok({ localpart, displayName, state, addresses: [...email, ...msisdn], hash, ...consents });
}

/** Undefined if one of them is none; each once. */
function readAddresses(medium: ThirdPartyId['medium'], cell: string): readonly ThirdPartyId[] | undefined {
  const typed = cell.split(SEPARATOR).filter((text) => text.trim() !== '');
  const read = typed.map((text) => parseThirdPartyId(medium, text)).filter((one) => one !== undefined);
  if (read.length < typed.length) return undefined;
  return [...new Map(read.map((one) => [one.address, one])).values()];
}

/** Empty is a yes, as for an account that an operator adds. */
function readConsent(cell: string): boolean | undefined {
  const known: Readonly<Record<string, boolean>> = {
    '': true,
    yes: true,
    true: true,
    1: true,
    no: false,
    false: false,
    0: false,
  };
  const typed = cell.toLowerCase();
  return Object.hasOwn(known, typed) ? known[typed] : undefined;
}

/** An account as a row: what `readCells` reads again. */
export const writeCells = (account: ImportedAccount): Readonly<Record<Column, string>> => ({
  localpart: account.localpart,
  display_name: account.displayName ?? '',
  email: addressCell(account.addresses, 'email'),
  msisdn: addressCell(account.addresses, 'msisdn'),
  password_hash: account.hash ?? '',
  findable_by_name: account.findableByName ? 'yes' : 'no',
  findable_by_address: account.findableByAddress ? 'yes' : 'no',
  state: account.state,
});

const addressCell = (addresses: readonly ThirdPartyId[], medium: ThirdPartyId['medium']): string =>
  addresses
    .filter((one) => one.medium === medium)
    .map(({ address }) => address)
    .join(SEPARATOR);
