import { type LookUps, makeLookUps } from '../src/accounts/look-up.ts';
import { nameWords } from '../src/accounts/rules/comparable-names.ts';
import { openBenchDatabase, openRaw } from './databases.ts';
import { fillAccounts } from './fill-accounts.ts';

const CANDIDATES = 200;

export interface BenchDirectory extends AsyncDisposable {
  readonly lookUps: LookUps;
  /** Each resolves with the milliseconds that it took, and throws when nobody is found. */
  readonly search: (term: string) => Promise<number>;
  /** One query of the same index for what stands anywhere in a name, with the rows of 200 people. */
  readonly rawSearch: (term: string) => number;
  /** One query for all of these mail addresses. */
  readonly rawBulk: (addresses: readonly string[]) => { readonly ms: number; readonly found: number };
}

/** So many people who may be found, Porter's look-ups, and the bare queries on the same file. */
export async function openBenchDirectory(size: number): Promise<BenchDirectory> {
  const { storage, file, ...database } = await openBenchDatabase((fill) => fillAccounts(fill, size));
  const lookUps = makeLookUps(storage.accounts);
  const raw = openRaw(file);
  const find = raw.prepare(`select accounts.* from account_names join accounts on accounts.seq = account_names.rowid
    where account_names match ? limit ${CANDIDATES}`);
  const join =
    raw.prepare(`select accounts.*, third_party_ids.address from third_party_ids join accounts using (localpart)
    where medium = 'email' and address in (select value from json_each(?))`);
  return {
    lookUps,
    async search(term) {
      const began = performance.now();
      const { accounts } = await lookUps.byName(term);
      const ms = performance.now() - began;
      if (accounts.length === 0) throw new Error(`${term} was not found`);
      return ms;
    },
    rawSearch(term) {
      const wanted = nameWords(term)
        .map((word) => `"${word}"`)
        .join(' AND ');
      const began = performance.now();
      const rows = find.all(wanted);
      const ms = performance.now() - began;
      if (rows.length === 0) throw new Error(`${term} was not found`);
      return ms;
    },
    rawBulk(addresses) {
      const began = performance.now();
      const rows = join.all(JSON.stringify(addresses));
      return { ms: performance.now() - began, found: rows.length };
    },
    async [Symbol.asyncDispose]() {
      raw.close();
      await database[Symbol.asyncDispose]();
    },
  };
}
