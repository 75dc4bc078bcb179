import type { Clock } from '../kernel/clock.ts';
import { fewAtATime } from '../kernel/few-at-a-time.ts';
import type { Localpart } from '../kernel/matrix-id.ts';
import type { Outcome } from '../kernel/outcome.ts';
import type { Actor } from '../ports/audit.ts';
import type { AskNameFree } from './keep-accounts.ts';
import type { AccountStore } from './ports/account-store.ts';
import { comparableNames } from './rules/comparable-names.ts';
import { type Difference, differencesOf } from './rules/compare-accounts.ts';
import type { CellRefusal, ImportedAccount } from './rules/imported-account.ts';
import type { LinkRefusal } from './rules/linked-user.ts';
import { addressKey } from './rules/third-party-id.ts';

/** Rows that are looked up together. */
const ROWS_AT_ONCE = 100;

/** One row of what is to be taken over. */
export interface ImportRow {
  /** Where it begins in its file; undefined for a user of the homeserver. */
  readonly line: number | undefined;
  readonly read: Outcome<ImportedAccount, RowRefusal, string | undefined>;
}

/** `columns`: the row has more or fewer cells than the header. */
export type RowRefusal = CellRefusal | LinkRefusal | 'columns';

/**
 * Why a row is left out. `name-twice`, `address-twice`: an earlier row has it. `name-closed`: an account of this name was closed here.
 * `taken-there`: a user of this name is at the homeserver. `name-refused`: the homeserver will not have it. `cannot-ask`: the homeserver
 * does not respond.
 */
export type LeftOut =
  | RowRefusal
  | 'name-twice'
  | 'address-twice'
  | 'name-taken'
  | 'name-closed'
  | 'address-taken'
  | 'taken-there'
  | 'name-refused'
  | 'cannot-ask';

interface Row {
  readonly line: number | undefined;
  /** Undefined where the row has none. */
  readonly name: string | undefined;
}

export interface ImportReport {
  /** Accounts that were made, or would be. */
  readonly added: number;
  /** Rows whose account is here already, and is the same. */
  readonly there: number;
  /** Rows whose account is here and differs. It stays as it is. */
  readonly differ: readonly (Row & { readonly in: readonly Difference[] })[];
  readonly leftOut: readonly (Row & { readonly why: LeftOut })[];
  /** Rows that were not read, because the homeserver did not respond. */
  readonly notReached: number;
}

export interface ImportOptions {
  /** False: nothing is changed, and the report says what would be. */
  readonly write: boolean;
  readonly by: Actor;
  /** Called from time to time. @param rows finished since the last call */
  readonly onProgress: (rows: number) => void;
}

export type ImportAccounts = (rows: readonly ImportRow[], options: ImportOptions) => Promise<ImportReport>;

export interface ImportAccountsNeeds {
  readonly accounts: Pick<AccountStore, 'add' | 'findCredential' | 'findAddresses'>;
  /** Undefined where no homeserver is configured, so that nobody can know whether it has a name; and for its own list of users. */
  readonly askNameFree: AskNameFree | undefined;
  readonly clock: Pick<Clock, 'now'>;
}

type Verdict =
  | { readonly kind: 'add'; readonly account: ImportedAccount }
  | { readonly kind: 'there' }
  | { readonly kind: 'differs'; readonly in: readonly Difference[] }
  | { readonly kind: 'left-out'; readonly why: LeftOut };

const leftOut = (why: LeftOut): Verdict => ({ kind: 'left-out', why });

/**
 * Takes accounts over. Repeatable: what is here already is never changed. Every account is added by itself, so an import that is
 * stopped goes on when it is repeated. Stops when the homeserver does not respond. Throws `Fault` when the database cannot be used.
 */
export function makeImportAccounts({ accounts, askNameFree, clock }: ImportAccountsNeeds): ImportAccounts {
  return async (rows, { write, by, onProgress }) => {
    const report = { added: 0, there: 0, differ: [] as ImportReport['differ'][number][], notReached: 0 };
    const leftOutRows: ImportReport['leftOut'][number][] = [];
    const isRepeated = makeRepeated();
    let isHomeserverAway = false;

    /** Asks the homeserver about a name that is new here. After one question without a response no further one is asked. */
    async function whyNotThere(localpart: Localpart): Promise<LeftOut | undefined> {
      const answer = isHomeserverAway ? 'unknown' : ((await askNameFree?.(localpart)) ?? 'free');
      isHomeserverAway ||= answer === 'unknown';
      const whys = { free: undefined, taken: 'taken-there', refused: 'name-refused', unknown: 'cannot-ask' } as const;
      return whys[answer];
    }

    async function examine({ read }: ImportRow): Promise<Verdict> {
      if (!read.ok) return leftOut(read.refusal);
      const account = read.value;
      const found = await accounts.findCredential(account.localpart);
      if (found !== undefined) {
        const differences = differencesOf(account, { ...found.profile, hash: found.hash });
        if (differences.length === 0) return { kind: 'there' };
        return found.profile.state === 'closed' ? leftOut('name-closed') : { kind: 'differs', in: differences };
      }
      if ((await accounts.findAddresses(account.addresses)).length > 0) return leftOut('address-taken');
      // Nobody can log in with a closed account, so nobody is taken for the user at the homeserver.
      const why = account.state === 'closed' ? undefined : await whyNotThere(account.localpart);
      return why === undefined ? { kind: 'add', account } : leftOut(why);
    }

    async function add({ hash, ...account }: ImportedAccount): Promise<Verdict> {
      const at = clock.now();
      const profile = { ...account, createdAt: at, lastSeenAt: undefined };
      const outcome = await accounts.add({ profile, names: comparableNames(account), hash }, { at, by });
      return outcome === 'added' ? { kind: 'add', account: { ...account, hash } } : leftOut(outcome);
    }

    function count({ line, read }: ImportRow, verdict: Verdict): void {
      const row = { line, name: read.ok ? read.value.localpart : read.detail };
      if (verdict.kind === 'add') report.added += 1;
      else if (verdict.kind === 'there') report.there += 1;
      else if (verdict.kind === 'differs') report.differ.push({ ...row, in: verdict.in });
      else leftOutRows.push({ ...row, why: verdict.why });
    }

    let from = 0;
    for (; from < rows.length && !isHomeserverAway; from += ROWS_AT_ONCE) {
      const some = rows.slice(from, from + ROWS_AT_ONCE).map((row) => ({ row, repeated: isRepeated(row) }));
      const verdicts = await fewAtATime(some, async ({ row, repeated }) =>
        repeated === undefined ? examine(row) : leftOut(repeated),
      );
      for (const [at, { row }] of some.entries()) {
        const verdict = verdicts[at] ?? leftOut('cannot-ask');
        count(row, write && verdict.kind === 'add' ? await add(verdict.account) : verdict);
      }
      onProgress(some.length);
    }
    return { ...report, leftOut: leftOutRows, notReached: Math.max(0, rows.length - from) };
  };
}

/** Says whether an earlier row has the name or one of the addresses of this one. */
function makeRepeated(): (row: ImportRow) => 'name-twice' | 'address-twice' | undefined {
  const names = new Set<string>();
  const addresses = new Set<string>();
  return ({ read }) => {
    if (!read.ok) return undefined;
    if (names.has(read.value.localpart)) return 'name-twice';
    names.add(read.value.localpart);
    const own = read.value.addresses.map(addressKey);
    if (own.some((address) => addresses.has(address))) return 'address-twice';
    for (const address of own) addresses.add(address);
    return undefined;
  };
}
