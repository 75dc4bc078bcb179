import type { Kysely } from 'kysely';
import type { AccountStore } from '../../accounts/ports/account-store.ts';
import type { AddJobs } from '../outbox/add-jobs.ts';
import type { Tables } from '../shared/tables.ts';
import type { Writer } from '../shared/write.ts';
import { accountAudit } from './account-audit.ts';
import { accountFrom, addressesOf, ofAccount } from './account-rows.ts';

type OfApplicants = Pick<AccountStore, 'findMadeFor' | 'madeFor' | 'takeBack' | 'setProfile'>;

interface OfApplicantsParts extends Writer {
  readonly db: Kysely<Tables>;
  readonly addJobs: AddJobs;
  readonly now: () => number;
}

/** Accounts that are made for applications. */
export function makeAccountsOfApplicants({ db, write, writeAndTell, addJobs, now }: OfApplicantsParts): OfApplicants {
  return {
    async findMadeFor(applicationId) {
      const row = await db
        .selectFrom('accounts')
        .selectAll()
        .where('application_id', '=', applicationId)
        .executeTakeFirst();
      return row && { ...accountFrom(row), addresses: await addressesOf(db, row.localpart) };
    },

    async madeFor(localpart) {
      const row = await db
        .selectFrom('accounts')
        .select('application_id')
        .where('localpart', '=', localpart)
        .executeTakeFirst();
      return row?.application_id ?? undefined;
    },

    async takeBack(applicationId, ordered) {
      await write(async (tx) => {
        const gone = await tx
          .deleteFrom('accounts')
          .where('application_id', '=', applicationId)
          .where('state', '!=', 'closed')
          .returning('localpart')
          .executeTakeFirst();
        if (gone === undefined) return;
        const { localpart } = gone;
        for (const table of ofAccount) await tx.deleteFrom(table).where('localpart', '=', localpart).execute();
        await accountAudit.add(tx, { ...ordered, subject: localpart, what: 'take-back' });
      });
    },

    setProfile: (localpart, { displayName, names, address, findableByName, findableByAddress }, ordered, jobs = []) =>
      writeAndTell(async (tx) => {
        const { numUpdatedRows } = await tx
          .updateTable('accounts')
          .set({
            ...{ display_name: displayName ?? null, comparable_name: names.displayName },
            ...{ by_name: findableByName ? 1 : 0, by_address: findableByAddress ? 1 : 0 },
          })
          .where('localpart', '=', localpart)
          .where('state', '!=', 'closed')
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return 'closed';
        await accountAudit.add(tx, { ...ordered, subject: localpart, what: 'set-profile' });
        await addJobs(tx, jobs, now());
        if (address === undefined) return 'set';

        const owner = await tx
          .selectFrom('third_party_ids')
          .select('localpart')
          .where('medium', '=', address.medium)
          .where('address', '=', address.address)
          .executeTakeFirst();
        if (owner === undefined)
          await tx
            .insertInto('third_party_ids')
            .values({ ...address, localpart })
            .execute();
        return owner === undefined || owner.localpart === localpart ? 'set' : 'address-taken';
      }),
  };
}
