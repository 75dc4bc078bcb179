import type { Kysely, Selectable } from 'kysely';
import type { ThirdPartyId } from '../../accounts/ports/account.ts';
import type { AccountStore, FoundAddress } from '../../accounts/ports/account-store.ts';
import { gather } from '../../kernel/gather.ts';
import { nextTurn } from '../../kernel/next-turn.ts';
import { prepareList } from '../shared/prepared.ts';
import type { AccountRow, ThirdPartyIdRow } from '../shared/rows/accounts.ts';
import type { Tables } from '../shared/tables.ts';
import { accountFrom, addressesOf, addressFrom } from './account-rows.ts';

/** Addresses in one statement: SQLite takes 32,766 values, and a shorter list keeps other work waiting less. */
const ADDRESSES_PER_STATEMENT = 512;

/** The accounts that have these addresses of one medium. */
const ownersOf = prepareList<
  string,
  { medium: string },
  Selectable<AccountRow> & Pick<ThirdPartyIdRow, 'medium' | 'address'>
>((on, addresses, at) =>
  on
    .selectFrom('third_party_ids')
    .innerJoin('accounts', 'accounts.localpart', 'third_party_ids.localpart')
    .selectAll('accounts')
    .select(['third_party_ids.medium', 'third_party_ids.address'])
    .where('third_party_ids.medium', '=', at.of('medium'))
    .where('third_party_ids.address', 'in', addresses),
);

const keyOf = ({ medium, address }: ThirdPartyId): string => `${medium} ${address}`;

type Reads = Pick<AccountStore, 'find' | 'findCredential' | 'findAddresses' | 'list'>;

export function makeFindAccounts(db: Kysely<Tables>): Reads {
  async function findAll(addresses: readonly ThirdPartyId[]): Promise<readonly FoundAddress[]> {
    const found: FoundAddress[] = [];
    for (const [medium, asked] of Map.groupBy(addresses, (one) => one.medium)) {
      const texts = [...new Set(asked.map(({ address }) => address))];
      for (let from = 0; from < texts.length; from += ADDRESSES_PER_STATEMENT) {
        // SQLite works in this thread, and log-ins wait for it.
        if (from > 0) await nextTurn();
        const { rows } = await ownersOf(db, texts.slice(from, from + ADDRESSES_PER_STATEMENT), { medium });
        found.push(...rows.map((row) => ({ address: addressFrom(row), account: accountFrom(row) })));
      }
    }
    return found;
  }

  /** Questions for one address that come at once share a statement: its locks cost more than the search. */
  const findOne = gather(async (asked: readonly ThirdPartyId[]) => {
    const found = await findAll(asked);
    const byAddress = new Map(found.map((one) => [keyOf(one.address), one]));
    return asked.map((address) => byAddress.get(keyOf(address)));
  });

  return {
    async find(localpart) {
      const row = await db.selectFrom('accounts').selectAll().where('localpart', '=', localpart).executeTakeFirst();
      return row && { ...accountFrom(row), addresses: await addressesOf(db, localpart) };
    },

    async findCredential(localpart) {
      // Read whether or not there is an account: a question more would tell a stranger that there is one (hardening S7).
      const addresses = await addressesOf(db, localpart);
      const row = await db
        .selectFrom('accounts')
        .leftJoin('credentials', 'credentials.localpart', 'accounts.localpart')
        .selectAll('accounts')
        .select(['credentials.hash', 'credentials.set_at'])
        .where('accounts.localpart', '=', localpart)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { hash, set_at: setAt, ...account } = row;
      const profile = { ...accountFrom(account), addresses };
      return { profile, hash: hash ?? undefined, setAt: setAt ?? undefined };
    },

    async findAddresses(addresses) {
      const [only] = addresses;
      if (only === undefined || addresses.length > 1) return findAll(addresses);
      const found = await findOne(only);
      return found ? [found] : [];
    },

    async list({ state, after = '', limit }) {
      const rows = await db
        .selectFrom('accounts')
        .selectAll()
        .where('localpart', '>', after)
        .$if(state !== undefined, (query) => query.where('state', '=', state ?? ''))
        .orderBy('localpart')
        .limit(limit)
        .execute();
      return rows.map(accountFrom);
    },
  };
}
