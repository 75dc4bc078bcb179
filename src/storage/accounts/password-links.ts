import type { Insertable, Kysely, Selectable } from 'kysely';
import type { LinkPurpose, PasswordLink, PasswordLinkStore } from '../../accounts/ports/password-links.ts';
import type { Language } from '../../kernel/languages.ts';
import type { Localpart } from '../../kernel/matrix-id.ts';
import type { AddJobs } from '../outbox/add-jobs.ts';
import { nextOf } from '../shared/counters.ts';
import type { PasswordLinkRow } from '../shared/rows/accounts.ts';
import type { Tables } from '../shared/tables.ts';
import type { Tx, Writer } from '../shared/write.ts';
import { accountAudit } from './account-audit.ts';

export interface PasswordLinkParts extends Writer {
  readonly db: Kysely<Tables>;
  readonly addJobs: AddJobs;
  readonly now: () => number;
}

export function makePasswordLinkTable({ db, write, writeAndTell, addJobs, now }: PasswordLinkParts): PasswordLinkStore {
  const findOne = async (column: 'id' | 'hash', value: string) => {
    const row = await db.selectFrom('password_links').selectAll().where(column, '=', value).executeTakeFirst();
    return row && linkFrom(row);
  };

  return {
    ask: (link, job, since, refuses) =>
      writeAndTell(async (tx) => {
        // Locks the others out until this one has counted.
        await nextOf(tx, 'links-asked');
        const times = await tx
          .selectFrom('password_links')
          .select('asked_at')
          .where('address_hash', '=', link.addressHash)
          .where('purpose', '=', link.purpose)
          .where('asked_at', '>=', since.address)
          .orderBy('asked_at')
          .execute();
        const { all } = await tx
          .selectFrom('password_links')
          .select(({ fn }) => fn.countAll<number>().as('all'))
          .where('purpose', '=', link.purpose)
          .where('asked_at', '>=', since.all)
          .executeTakeFirstOrThrow();
        const refusal = refuses({ times: times.map((row) => row.asked_at), all: Number(all) });
        if (refusal !== undefined) return refusal;
        await tx.insertInto('password_links').values(toRow(link)).execute();
        await addJobs(tx, [job], now());
        return undefined;
      }),

    add: (links, ordered) =>
      writeAndTell(async (tx) => {
        const jobs = links.flatMap(({ job }) => (job === undefined ? [] : [job]));
        const added = new Set((await addJobs(tx, jobs, now())).map(({ key }) => key));
        const fresh = links.filter(({ job }) => job === undefined || added.has(job.key));
        for (const { link } of fresh) {
          await tx.insertInto('password_links').values(toRow(link)).execute();
          await accountAudit.add(tx, { ...ordered, subject: link.localpart ?? '', what: 'make-link' });
        }
        return fresh.length;
      }),

    find: (id) => findOne('id', id),
    findByHash: (hash) => findOne('hash', hash),

    keep: (id, { hash, validUntil }) =>
      write(async (tx) => {
        const { numUpdatedRows } = await tx
          .updateTable('password_links')
          .set({ hash, valid_until: validUntil })
          .where('id', '=', id)
          .where('used_at', 'is', null)
          .executeTakeFirst();
        return numUpdatedRows === 1n;
      }),

    async tidy(before) {
      await write((tx) =>
        tx
          .deleteFrom('password_links')
          .where('asked_at', '<', before)
          .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_until', '<', now())]))
          .execute(),
      );
    },
  };
}

/**
 * Ends all links of an account, because a password was set.
 *
 * @param spends hash of the link by which it is set; resolves with false, and ends none, if that does not work any more
 */
export async function endPasswordLinks(tx: Tx, localpart: string, at: number, spends?: string): Promise<boolean> {
  const open = tx
    .updateTable('password_links')
    .set({ used_at: at })
    .where('localpart', '=', localpart)
    .where('used_at', 'is', null);
  if (spends !== undefined) {
    const spent = await open.where('hash', '=', spends).where('valid_until', '>=', at).executeTakeFirst();
    if (spent.numUpdatedRows !== 1n) return false;
  }
  await open.execute();
  return true;
}

const toRow = (link: PasswordLink): Insertable<PasswordLinkRow> => ({
  ...{ id: link.id, localpart: link.localpart ?? null, purpose: link.purpose, language: link.language },
  ...{ address_hash: link.addressHash ?? null, asked_at: link.askedAt, used_at: link.usedAt ?? null },
  ...{ hash: link.sent?.hash ?? null, valid_until: link.sent?.validUntil ?? null },
});

// Only `toRow` and `keep` write these columns.
const linkFrom = (row: Selectable<PasswordLinkRow>): PasswordLink => ({
  ...{ id: row.id, localpart: (row.localpart ?? undefined) as Localpart | undefined },
  ...{ purpose: row.purpose as LinkPurpose, language: row.language as Language },
  ...{ addressHash: row.address_hash ?? undefined, askedAt: row.asked_at, usedAt: row.used_at ?? undefined },
  sent: row.hash === null || row.valid_until === null ? undefined : { hash: row.hash, validUntil: row.valid_until },
});
