import type { Kysely } from 'kysely';
import type { AccountStore, FoundAddress } from '../../accounts/ports/account-store.ts';
import { prepareList } from '../shared/prepared.ts';
import type { AccountRow, Tables, ThirdPartyIdRow } from '../shared/tables.ts';
import { accountFrom, addressesOf, addressFrom } from './account-rows.ts';

/** Addresses in one statement: SQLite takes 32,766 values, and a shorter list keeps other work waiting less. */
const ADDRESSES_PER_STATEMENT = 512;

/** Behind every text that begins with another one: the last character of Unicode, which is assigned to nothing. */
const END = '\u{10ffff}';

/** The accounts that have these addresses of one medium. */
const ownersOf = prepareList<string, { medium: string }, AccountRow & Pick<ThirdPartyIdRow, 'medium' | 'address'>>(
  (on, addresses, at) =>
    on
      .selectFrom('third_party_ids')
      .innerJoin('accounts', 'accounts.localpart', 'third_party_ids.localpart')
      .selectAll('accounts')
      .select(['third_party_ids.medium', 'third_party_ids.address'])
      .where('third_party_ids.medium', '=', at.of('medium'))
      .where('third_party_ids.address', 'in', addresses),
);

type Reads = Pick<AccountStore, 'find' | 'findCredential' | 'findAddresses' | 'searchNames' | 'list'>;

export function makeFindAccounts(db: Kysely<Tables>): Reads {
  return {
    async find(localpart) {
      const row = await db.selectFrom('accounts').selectAll().where('localpart', '=', localpart).executeTakeFirst();
      return row && { ...accountFrom(row), addresses: await addressesOf(db, localpart) };
    },

    async findCredential(localpart) {
      const row = await db
        .selectFrom('accounts')
        .leftJoin('credentials', 'credentials.localpart', 'accounts.localpart')
        .selectAll('accounts')
        .select('credentials.hash')
        .where('accounts.localpart', '=', localpart)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { hash, ...account } = row;
      const profile = { ...accountFrom(account), addresses: await addressesOf(db, localpart) };
      return { profile, hash: hash ?? undefined };
    },

    async findAddresses(addresses) {
      const found: FoundAddress[] = [];
      for (const [medium, asked] of Map.groupBy(addresses, (one) => one.medium)) {
        const texts = [...new Set(asked.map(({ address }) => address))];
        for (let from = 0; from < texts.length; from += ADDRESSES_PER_STATEMENT) {
          const { rows } = await ownersOf(db, texts.slice(from, from + ADDRESSES_PER_STATEMENT), { medium });
          found.push(...rows.map((row) => ({ address: addressFrom(row), account: accountFrom(row) })));
        }
      }
      return found;
    },

    async searchNames([first = '', ...others], limit) {
      let query = db
        .selectFrom('account_words')
        .innerJoin('accounts', 'accounts.localpart', 'account_words.localpart')
        .selectAll('accounts')
        .distinct()
        .where('account_words.word', '>=', first)
        .where('account_words.word', '<', `${first}${END}`)
        .where('accounts.state', '=', 'active')
        .where('accounts.by_name', '=', 1);
      for (const word of others)
        query = query.where((eb) =>
          eb.exists(
            eb
              .selectFrom('account_words as other')
              .select('other.localpart')
              .whereRef('other.localpart', '=', 'accounts.localpart')
              .where('other.word', '>=', word)
              .where('other.word', '<', `${word}${END}`),
          ),
        );
      return (await query.limit(limit).execute()).map(accountFrom);
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
