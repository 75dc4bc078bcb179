import type { Kysely } from 'kysely';
import type { AccountStore } from '../../accounts/ports/account-store.ts';
import { HOUR } from '../../kernel/clock.ts';
import type { NameIndex, Reach } from '../dialects/name-index.ts';
import type { AddJobs } from '../outbox/add-jobs.ts';
import type { Tables } from '../shared/tables.ts';
import type { Tx, Writer } from '../shared/write.ts';
import { accountAudit } from './account-audit.ts';
import { isStillSet, ofAccount, toAccountRow } from './account-rows.ts';
import { endAddressChanges } from './address-changes.ts';
import { makeAccountsOfApplicants } from './applicants.ts';
import { makeFindAccounts } from './find-accounts.ts';
import { endPasswordLinks } from './password-links.ts';
import { makeSearchNames } from './search-names.ts';

export interface AccountParts extends Writer {
  readonly db: Kysely<Tables>;
  readonly addJobs: AddJobs;
  readonly now: () => number;
  readonly nameIndex: NameIndex;
  /** Of the index in this database. */
  readonly reach: Reach;
}

export function makeAccountTable({
  db,
  write,
  writeAndTell,
  addJobs,
  now,
  nameIndex,
  reach,
}: AccountParts): AccountStore {
  return {
    ...makeFindAccounts(db),
    ...makeAccountsOfApplicants({ db, write, writeAndTell, addJobs, now }),
    searchReach: reach,
    searchNames: makeSearchNames(db, nameIndex, reach),

    add: ({ profile, names, hash, applicationId }, ordered) =>
      write(async (tx) => {
        const { localpart, addresses } = profile;
        if (await isThere(tx, localpart)) return 'name-taken';
        for (const { medium, address } of addresses) {
          const taken = tx.selectFrom('third_party_ids').select('localpart');
          if (await taken.where('medium', '=', medium).where('address', '=', address).executeTakeFirst())
            return 'address-taken';
        }
        await tx
          .insertInto('accounts')
          .values(toAccountRow(profile, names, applicationId))
          .execute();
        for (const address of addresses)
          await tx
            .insertInto('third_party_ids')
            .values({ ...address, localpart })
            .execute();
        if (hash !== undefined)
          await tx.insertInto('credentials').values({ localpart, hash, set_at: ordered.at }).execute();
        await accountAudit.add(tx, { ...ordered, subject: localpart, what: 'add' });
        return 'added';
      }),

    setState: (localpart, { from, to }, ordered, jobs = []) =>
      writeAndTell(async (tx) => {
        const { numUpdatedRows } = await tx
          .updateTable('accounts')
          .set({ state: to })
          .where('localpart', '=', localpart)
          .where('state', 'in', from)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        await accountAudit.add(tx, { ...ordered, subject: localpart, what: to === 'suspended' ? 'suspend' : 'resume' });
        await addJobs(tx, jobs, now());
        return true;
      }),

    close: (localpart, ordered, jobs = []) =>
      writeAndTell(async (tx) => {
        const { numUpdatedRows } = await tx
          .updateTable('accounts')
          .set({ state: 'closed', display_name: null, comparable_name: '', by_name: 0, by_address: 0 })
          .set({ seen_at: null, application_id: null })
          .where('localpart', '=', localpart)
          .where('state', '!=', 'closed')
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        for (const table of ofAccount) await tx.deleteFrom(table).where('localpart', '=', localpart).execute();
        await accountAudit.add(tx, { ...ordered, subject: localpart, what: 'close' });
        await addJobs(tx, jobs, now());
        return true;
      }),

    setHash: (localpart, hash, ordered, jobs = [], spends = undefined, replaces = undefined) =>
      writeAndTell(async (tx) => {
        // Written to, so that nobody closes the account meanwhile.
        const { numUpdatedRows } = await tx
          .updateTable('accounts')
          .set((eb) => ({ state: eb.ref('state') }))
          .where('localpart', '=', localpart)
          .where('state', '!=', 'closed')
          .executeTakeFirst();
        if (numUpdatedRows === 0n || !(await isStillSet(tx, localpart, replaces))) return false;
        if (!(await endPasswordLinks(tx, localpart, ordered.at, spends))) return false;
        // Whoever asked for it may have known nothing but the old password.
        await endAddressChanges(tx, localpart, ordered.at);
        await tx
          .insertInto('credentials')
          .values({ localpart, hash, set_at: ordered.at })
          .onConflict((conflict) => conflict.column('localpart').doUpdateSet({ hash, set_at: ordered.at }))
          .execute();
        await accountAudit.add(tx, { ...ordered, subject: localpart, what: 'set-password' });
        await addJobs(tx, jobs, now());
        return true;
      }),

    async renewHash(localpart, { from, to }) {
      await write((tx) =>
        tx
          .updateTable('credentials')
          .set({ hash: to })
          .where('localpart', '=', localpart)
          .where('hash', '=', from)
          .execute(),
      );
    },

    async seen(localpart, at) {
      const hour = at - (at % HOUR);
      const older = db.selectFrom('accounts').select('localpart').where('localpart', '=', localpart);
      // Most log-ins are of people who were seen within the hour: nothing is written then.
      const due = await older
        .where((eb) => eb.or([eb('seen_at', 'is', null), eb('seen_at', '<', hour)]))
        .where('state', '!=', 'closed')
        .executeTakeFirst();
      if (due === undefined) return;
      await write((tx) =>
        tx
          .updateTable('accounts')
          .set({ seen_at: hour })
          .where('localpart', '=', localpart)
          .where('state', '!=', 'closed')
          .execute(),
      );
    },

    audit: (localpart) => accountAudit.of(db, localpart),
  };
}

const isThere = async (tx: Tx, localpart: string): Promise<boolean> =>
  (await tx.selectFrom('accounts').selectAll().where('localpart', '=', localpart).executeTakeFirst()) !== undefined;
