import type { Insertable, Kysely, Selectable } from 'kysely';
import type { AccountState } from '../../accounts/ports/account.ts';
import type { AddressChange, AddressChangeStore, changeEnds } from '../../accounts/ports/address-changes.ts';
import type { EmailAddress } from '../../kernel/email-address.ts';
import type { Language } from '../../kernel/languages.ts';
import type { Localpart } from '../../kernel/matrix-id.ts';
import type { AddJobs } from '../outbox/add-jobs.ts';
import { nextOf } from '../shared/counters.ts';
import type { AddressChangeRow } from '../shared/rows/accounts.ts';
import type { Tables } from '../shared/tables.ts';
import { RollBack, type Tx, type Writer } from '../shared/write.ts';
import { accountAudit } from './account-audit.ts';
import { isStillSet } from './account-rows.ts';

export interface AddressChangeParts extends Writer {
  readonly db: Kysely<Tables>;
  readonly addJobs: AddJobs;
  readonly now: () => number;
}

/** Changes that are listed of one account. */
const MOST_LISTED = 20;

export function makeAddressChangeTable(parts: AddressChangeParts): AddressChangeStore {
  const { db, write, writeAndTell, addJobs, now } = parts;
  const findOne = async (on: Kysely<Tables>, column: 'id' | 'hash', value: string) => {
    const row = await on.selectFrom('address_changes').selectAll().where(column, '=', value).executeTakeFirst();
    return row && changeFrom(row);
  };

  return {
    begin: (change, jobs, ordered, { proved, since }, judge) =>
      writeAndTell(async (tx) => {
        // Locks the others out until this one has counted.
        await nextOf(tx, 'links-asked');
        if (!(await lockAccount(tx, change.localpart, ['active']))) return 'gone';
        if (!(await isStillSet(tx, change.localpart, proved))) return 'gone';
        const verdict = judge(await countBefore(tx, change, since));
        if ('refusal' in verdict) return verdict.refusal;
        await endAddressChanges(tx, change.localpart, ordered.at);
        await tx.insertInto('address_changes').values(toRow(change, verdict.letter)).execute();
        await accountAudit.add(tx, { ...ordered, subject: change.localpart, what: 'ask-address' });
        await addJobs(tx, [...(verdict.letter ? [jobs.letter] : []), ...jobs.others], now());
        return undefined;
      }),

    find: (id) => findOne(db, 'id', id),
    findByHash: (hash) => findOne(db, 'hash', hash),

    async list(localpart) {
      const rows = db.selectFrom('address_changes').selectAll().where('localpart', '=', localpart);
      return (await rows.orderBy('id', 'desc').limit(MOST_LISTED).execute()).map(changeFrom);
    },

    keep: (id, { hash, validUntil }) =>
      write(async (tx) => {
        const { numUpdatedRows } = await tx
          .updateTable('address_changes')
          .set({ hash, valid_until: validUntil })
          .where('id', '=', id)
          .where('ended_as', 'is', null)
          .executeTakeFirst();
        return numUpdatedRows === 1n;
      }),

    finish: (id, ordered, jobs) =>
      writeAndTell(async (tx) => {
        const change = await findOne(tx, 'id', id);
        if (change === undefined || !(await lockAccount(tx, change.localpart, ['active']))) return 'ended';
        const { localpart, address, replaces } = change;
        const ended = await tx
          .updateTable('address_changes')
          .set({ ended_as: 'done', ended_at: ordered.at })
          .where('id', '=', id)
          .where('ended_as', 'is', null)
          .where('valid_until', '>=', ordered.at)
          .executeTakeFirst();
        if (ended.numUpdatedRows === 0n) return 'ended';
        if (!(await giveAddress(tx, localpart, address, replaces))) {
          await tx.updateTable('address_changes').set({ ended_as: 'withdrawn' }).where('id', '=', id).execute();
          return 'taken';
        }
        await accountAudit.add(tx, { ...ordered, subject: localpart, what: 'change-address' });
        await addJobs(tx, jobs, now());
        return 'done';
      }),

    withdraw: (localpart, ordered) =>
      write(async (tx) => {
        if (!(await endAddressChanges(tx, localpart, ordered.at))) return false;
        await accountAudit.add(tx, { ...ordered, subject: localpart, what: 'withdraw-address' });
        return true;
      }),

    undo: (id, ordered, jobs) =>
      writeAndTell(async (tx) => {
        const change = await findOne(tx, 'id', id);
        if (change === undefined || !(await lockAccount(tx, change.localpart, ['active', 'suspended']))) return 'ended';
        const { localpart, address, replaces } = change;
        const undone = await tx
          .updateTable('address_changes')
          .set({ ended_as: 'undone', ended_at: ordered.at })
          .where('id', '=', id)
          .where('ended_as', '=', 'done')
          .executeTakeFirst();
        if (undone.numUpdatedRows === 0n) return 'ended';
        if (replaces === undefined) await takeAddress(tx, localpart, address);
        else if (!(await giveAddress(tx, localpart, replaces, address))) throw new RollBack('taken');
        await accountAudit.add(tx, { ...ordered, subject: localpart, what: 'undo-address' });
        await addJobs(tx, jobs, now());
        return 'undone';
      }),

    async tidy(before) {
      await write((tx) =>
        tx
          .deleteFrom('address_changes')
          .where('asked_at', '<', before)
          .where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_at', '<', before)]))
          .execute(),
      );
    },
  };
}

/** Ends the open change of an account, because another one begins or a password was set. Resolves with whether there was one. */
export async function endAddressChanges(tx: Tx, localpart: string, at: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('address_changes')
    .set({ ended_as: 'withdrawn', ended_at: at })
    .where('localpart', '=', localpart)
    .where('ended_as', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Writes to the account, so that nobody changes its state meanwhile. False if it is in none of these. */
async function lockAccount(tx: Tx, localpart: string, states: readonly AccountState[]): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('accounts')
    .set((eb) => ({ state: eb.ref('state') }))
    .where('localpart', '=', localpart)
    .where('state', 'in', states)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function countBefore(
  tx: Tx,
  { localpart, addressHash }: AddressChange,
  since: { readonly own: number; readonly all: number },
) {
  const times = tx.selectFrom('address_changes').select('asked_at').where('asked_at', '>=', since.own);
  const ofAccount = await times.where('localpart', '=', localpart).orderBy('asked_at').execute();
  const ofAddress = await times
    .where('address_hash', '=', addressHash)
    .where('letter', '=', 1)
    .orderBy('asked_at')
    .execute();
  const { all } = await tx
    .selectFrom('address_changes')
    .select(({ fn }) => fn.countAll<number>().as('all'))
    .where('letter', '=', 1)
    .where('asked_at', '>=', since.all)
    .executeTakeFirstOrThrow();
  const timesOf = (rows: typeof ofAccount) => rows.map((row) => row.asked_at);
  return { ofAccount: timesOf(ofAccount), ofAddress: timesOf(ofAddress), all: Number(all) };
}

/** Gives an address in the place of another one. False, and nothing changes, if it belongs to another account. */
async function giveAddress(
  tx: Tx,
  localpart: string,
  address: EmailAddress,
  inPlaceOf: EmailAddress | undefined,
): Promise<boolean> {
  // Whoever gives the same address at this moment is waited for by the database: one of the two gets it.
  const { numInsertedOrUpdatedRows: given } = await tx
    .insertInto('third_party_ids')
    .values({ medium: 'email', address, localpart })
    .onConflict((conflict) => conflict.columns(['medium', 'address']).doNothing())
    .executeTakeFirst();
  if (given !== 1n) {
    const owner = tx.selectFrom('third_party_ids').select('localpart').where('medium', '=', 'email');
    if ((await owner.where('address', '=', address).executeTakeFirst())?.localpart !== localpart) return false;
  }
  if (inPlaceOf !== undefined) await takeAddress(tx, localpart, inPlaceOf);
  return true;
}

const takeAddress = (tx: Tx, localpart: string, address: EmailAddress) =>
  tx
    .deleteFrom('third_party_ids')
    .where('medium', '=', 'email')
    .where('address', '=', address)
    .where('localpart', '=', localpart)
    .execute();

const toRow = (change: AddressChange, letter: boolean): Insertable<AddressChangeRow> => ({
  ...{ id: change.id, localpart: change.localpart, address: change.address, address_hash: change.addressHash },
  ...{ replaces: change.replaces ?? null, language: change.language, asked_at: change.askedAt, letter: letter ? 1 : 0 },
  ...{ hash: change.sent?.hash ?? null, valid_until: change.sent?.validUntil ?? null },
  ...{ ended_as: change.end?.how ?? null, ended_at: change.end?.at ?? null },
});

// The rules parsed the addresses before they were kept, and only this file writes the rows.
const changeFrom = (row: Selectable<AddressChangeRow>): AddressChange => ({
  ...{ id: row.id, localpart: row.localpart as Localpart, address: row.address as EmailAddress },
  ...{ addressHash: row.address_hash, replaces: (row.replaces ?? undefined) as EmailAddress | undefined },
  ...{ language: row.language as Language, askedAt: row.asked_at },
  sent: row.hash === null || row.valid_until === null ? undefined : { hash: row.hash, validUntil: row.valid_until },
  end:
    row.ended_as === null || row.ended_at === null
      ? undefined
      : { how: row.ended_as as (typeof changeEnds)[number], at: row.ended_at },
});
