import type { AccountStore } from '../../accounts/ports/account-store.ts';
import type { ImportedAccount } from '../../accounts/rules/imported-account.ts';

/** Accounts that are listed at once. */
const PAGE = 1_000;

/** Yields all accounts in the order of their names, those that were closed as well. */
export async function* exportRows<Row>(
  accounts: Pick<AccountStore, 'list' | 'findCredential'>,
  rowOf: (account: ImportedAccount) => Row,
): AsyncGenerator<Row> {
  let after: string | undefined;
  do {
    const page = await accounts.list({ after, limit: PAGE });
    for (const { localpart } of page) {
      const found = await accounts.findCredential(localpart);
      if (found !== undefined) yield rowOf({ ...found.profile, hash: found.hash });
    }
    after = page.length < PAGE ? undefined : page.at(-1)?.localpart;
  } while (after !== undefined);
}
