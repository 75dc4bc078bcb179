import type { Kysely } from 'kysely';
import { localpartOf, serverNameOf } from '../../kernel/matrix-id.ts';
import type { Personal } from '../../ports/personal.ts';
import { readServerName } from '../shared/memory.ts';
import { isoTime, makePersonal, type PersonalRows } from '../shared/personal-rows.ts';
import type { Tables } from '../shared/tables.ts';
import type { Write } from '../shared/write.ts';
import { addressesOf } from './account-rows.ts';

interface Keys {
  /** The name of the person's account here; '' for a person of another server. */
  readonly localpart: string;
  /** Keyed hash of the person's mail address; '' where it is not known. */
  readonly addressHash: string;
}

/**
 * A person in the tables of accounts. Closing an account deletes what is personal, and the name stays on purpose: somebody else who got
 * it would be taken for the person who had it. So only an account that is closed can be erased, and nothing is left to delete then but
 * what was asked with the person's address while no account had it.
 */
export const makeAccountsPersonal = ({ db, write }: { readonly db: Kysely<Tables>; readonly write: Write }): Personal =>
  makePersonal<Keys>({
    ...{ db, write },
    async keysOf(on, { userId, addressHash = '' }) {
      const isOurs = userId !== undefined && serverNameOf(userId) === (await readServerName(on));
      return { localpart: isOurs ? localpartOf(userId) : '', addressHash };
    },
    async whyNot(tx, { localpart }) {
      const row = await tx
        .selectFrom('accounts')
        .select('state')
        .where('localpart', '=', localpart)
        .where('state', '!=', 'closed')
        .executeTakeFirst();
      return row && `The account ${localpart} is still open. Close it first: porter accounts close ${localpart} --yes.`;
    },
    kinds: [account, addresses, links, changes, signIns, audit],
  });

const account: PersonalRows<Keys> = {
  what: 'account',
  async read(on, { localpart }) {
    const rows = await on
      .selectFrom('accounts')
      .leftJoin('credentials', 'credentials.localpart', 'accounts.localpart')
      .selectAll('accounts')
      .select('credentials.set_at')
      .where('accounts.localpart', '=', localpart)
      .execute();
    return rows.map((row) => ({
      ...{ name: row.localpart, displayName: row.display_name, state: row.state },
      ...{ findableByName: row.by_name === 1, findableByAddress: row.by_address === 1 },
      ...{ createdAt: isoTime(row.created_at), lastSeenAt: isoTime(row.seen_at), passwordSetAt: isoTime(row.set_at) },
    }));
  },
};

const addresses: PersonalRows<Keys> = {
  what: 'addresses',
  read: async (on, { localpart }) => (await addressesOf(on, localpart)).map((address) => ({ ...address })),
};

/** Also those that somebody asked for with the person's address before an account had it. */
const links: PersonalRows<Keys> = {
  what: 'passwordLinks',
  async read(on, { localpart, addressHash }) {
    const rows = await on
      .selectFrom('password_links')
      .select(['purpose', 'asked_at', 'valid_until', 'used_at'])
      .where((eb) =>
        eb.or([
          eb('localpart', '=', localpart),
          eb.and([eb('localpart', 'is', null), eb('address_hash', '=', addressHash)]),
        ]),
      )
      .orderBy('id')
      .execute();
    return rows.map(({ purpose, asked_at, valid_until, used_at }) => ({
      ...{ purpose, askedAt: isoTime(asked_at), validUntil: isoTime(valid_until), usedAt: isoTime(used_at) },
    }));
  },
  async erase(tx, { addressHash }) {
    const { numDeletedRows } = await tx
      .deleteFrom('password_links')
      .where('localpart', 'is', null)
      .where('address_hash', '=', addressHash)
      .executeTakeFirst();
    return Number(numDeletedRows);
  },
};

/** Those that another account asked for with the person's address are told without that account. */
const changes: PersonalRows<Keys> = {
  what: 'addressChanges',
  async read(on, { localpart, addressHash }) {
    const rows = await on
      .selectFrom('address_changes')
      .selectAll()
      .where((eb) => eb.or([eb('localpart', '=', localpart), eb('address_hash', '=', addressHash)]))
      .orderBy('id')
      .execute();
    return rows.map((row) => ({
      ...{ address: row.address, replaces: row.localpart === localpart ? row.replaces : null },
      ...{ askedAt: isoTime(row.asked_at), validUntil: isoTime(row.valid_until) },
      ...{ endedAs: row.ended_as, endedAt: isoTime(row.ended_at) },
    }));
  },
  async erase(tx, { addressHash }) {
    const { numDeletedRows } = await tx
      .deleteFrom('address_changes')
      .where('address_hash', '=', addressHash)
      .executeTakeFirst();
    return Number(numDeletedRows);
  },
};

const signIns: PersonalRows<Keys> = {
  what: 'signIns',
  async read(on, { localpart }) {
    const rows = await on
      .selectFrom('sign_in_sessions')
      .select(['began_at', 'used_at', 'agent'])
      .where('localpart', '=', localpart)
      .orderBy('id')
      .execute();
    return rows.map(({ began_at, used_at, agent }) => ({
      ...{ beganAt: isoTime(began_at), usedAt: isoTime(used_at), agent },
    }));
  },
};

/** What was done to the account; by whom is no business of the export, except by the person. */
const audit: PersonalRows<Keys> = {
  what: 'accountAudit',
  async read(on, { localpart }) {
    const rows = await on
      .selectFrom('audit')
      .select(['at', 'what'])
      .where('subject_kind', '=', 'account')
      .where('subject', '=', localpart)
      .orderBy('seq')
      .execute();
    return rows.map(({ at, what }) => ({ at: isoTime(at), what }));
  },
};
