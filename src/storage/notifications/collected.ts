import { sql } from 'kysely';
import { placeOf } from '../../kernel/channel-name.ts';
import { destinationAt } from '../../kernel/destination-at.ts';
import type { CollectedJob } from '../../notifications/ports/collection.ts';
import type { NotificationStore } from '../../notifications/ports/notification-store.ts';
import type { Address } from '../../notifications/rules/address-book.ts';
import { jobKinds } from '../../notifications/settings.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import type { AddJobs } from '../outbox/add-jobs.ts';
import { parsePayload } from '../outbox/job-rows.ts';
import { queueOf } from '../outbox/queues.ts';
import { RollBack, type Tx, type Writer } from '../shared/write.ts';
import { findShown } from './shown-messages.ts';

/** How many of a collection are read: more than any channel shows. The others are counted. */
const MOST_READ = 100;
/** Rows per statement. */
const STEP = 500;

/** Codes of deliveries that are done because of a digest. Of the first the receipt holds the key of the digest's delivery. */
export const TOGETHER = 'together';
const CLEARED = 'cleared';

export interface CollectedNeeds extends Pick<Writer, 'writeAndTell'> {
  readonly addJobs: AddJobs;
  readonly facts: DialectFacts;
}

export function makeTellCollected({
  writeAndTell,
  addJobs,
  facts,
}: CollectedNeeds): NotificationStore['tellCollected'] {
  async function finish(
    tx: Tx,
    seqs: readonly number[],
    at: number,
    code: string,
    receipt: string | null,
  ): Promise<void> {
    for (let from = 0; from < seqs.length; from += STEP) {
      await tx
        .updateTable('jobs')
        .set({ state: 'done', done_at: at, payload: '', waits_for: null, code, receipt })
        .where('seq', 'in', seqs.slice(from, from + STEP))
        .execute();
    }
  }

  return (collection, at, tell) =>
    writeAndTell(async (tx) => {
      // What is added while this runs is not among them, and waits for the next digest.
      const all = await tx
        .selectFrom('jobs')
        .select(['seq', 'id'])
        .where('state', '=', sql.lit('collected'))
        .where('waits_for', '=', collection)
        .orderBy('seq')
        .$if(facts.rowLocks, (query) => query.forUpdate())
        .execute();
      if (all.length === 0) throw new RollBack(false);
      const first = all.slice(0, MOST_READ).map(({ seq }) => seq);
      const rows = await tx
        .selectFrom('jobs')
        .select(['id', 'payload'])
        .where('seq', 'in', first)
        .orderBy('seq')
        .execute();
      const told = await readOpen(tx, collection);
      const { jobs, corrections, cleared, open } = await tell({
        jobs: rows.map(({ id, payload }) => ({ id, payload: parsePayload(payload) })),
        count: all.length,
        told,
        findShown: (name) => findShown(tx, name),
        findOnTheirWay: (to) => findOnTheirWay(tx, to),
      });
      if (open.join() !== told.join()) await keepOpen(tx, collection, open, at);
      await addJobs(tx, [...jobs, ...corrections], at);
      const [instead] = jobs;
      const isCleared = ({ id }: { readonly id: string }) => cleared.includes(id);
      const seqsOf = (those: typeof all) => those.map(({ seq }) => seq);
      await finish(tx, seqsOf(all.filter(isCleared)), at, CLEARED, null);
      const receipt = instead === undefined ? null : JSON.stringify({ id: instead.key });
      await finish(tx, seqsOf(all.filter((one) => !isCleared(one))), at, TOGETHER, receipt);
      return true;
    });
}

/** Deliveries to the address that wait or are at work, oldest first. */
async function findOnTheirWay(tx: Tx, { channel, address }: Address): Promise<readonly CollectedJob[]> {
  const destination = destinationAt(channel, address);
  const there = tx
    .selectFrom('jobs')
    .select(['seq', 'id', 'payload'])
    .where('queue', '=', queueOf('notifications', destination))
    .where('kind', '=', jobKinds.deliver)
    .orderBy('seq')
    .limit(MOST_READ);
  // One query for each, because each state has an index of its own.
  const found = [
    ...(await there.where('state', '=', sql.lit('leased')).execute()),
    ...(await there.where('state', '=', sql.lit('behind')).execute()),
    ...(await there.where('state', '=', sql.lit('elsewhere')).execute()),
    ...(await there.where('state', '=', sql.lit('waiting')).where('place', '=', placeOf(destination)).execute()),
  ];
  return found
    .toSorted((a, b) => a.seq - b.seq)
    .slice(0, MOST_READ)
    .map(({ id, payload }) => ({ id, payload: parsePayload(payload) }))
    .filter(({ payload }) => payload?.['address'] === address);
}

async function readOpen(tx: Tx, collection: string): Promise<readonly string[]> {
  const row = await tx.selectFrom('told_in_digests').select('open').where('name', '=', collection).executeTakeFirst();
  // The cast is safe: only `keepOpen` writes it.
  return row === undefined ? [] : (JSON.parse(row.open) as string[]);
}

async function keepOpen(tx: Tx, collection: string, open: readonly string[], at: number): Promise<void> {
  if (open.length === 0) {
    await tx.deleteFrom('told_in_digests').where('name', '=', collection).execute();
    return;
  }
  const row = { open: JSON.stringify(open), at };
  await tx
    .insertInto('told_in_digests')
    .values({ name: collection, ...row })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute();
}
