import type { Kysely } from 'kysely';
import type { DialectFacts } from '../dialects/dialect.ts';
import type { Tables } from '../shared/tables.ts';
import type { Tx } from '../shared/write.ts';
import type { StoredJob } from './job-rows.ts';
import type { Queues } from './queues.ts';

/** The jobs whose key or payload names one thing. It is named by its UUID, which nothing else contains. */
export interface JobsAbout {
  /** Oldest first. */
  list(on: Kysely<Tables>, id: string): Promise<readonly StoredJob[]>;
  /** Says whether one of them is being attempted at this moment, and locks all of them until the transaction ends. */
  lock(tx: Tx, id: string): Promise<{ readonly atWork: boolean }>;
  /** Deletes them, except one that is being attempted. Resolves with how many. */
  delete(tx: Tx, id: string): Promise<number>;
}

export function makeJobsAbout(facts: DialectFacts, queues: Pick<Queues, 'callNext'>): JobsAbout {
  const about = (on: Kysely<Tables>, id: string) =>
    on
      .selectFrom('jobs')
      .selectAll()
      .where((eb) => eb.or([eb('key', 'like', `%${id}%`), eb('payload', 'like', `%${id}%`)]))
      .orderBy('seq');

  return {
    list: (on, id) => about(on, id).execute(),

    async lock(tx, id) {
      const jobs = await about(tx, id)
        .$if(facts.rowLocks, (query) => query.forUpdate())
        .execute();
      return { atWork: jobs.some(({ state }) => state === 'leased') };
    },

    async delete(tx, id) {
      const jobs = await about(tx, id).where('state', '!=', 'leased').execute();
      const seqs = jobs.map(({ seq }) => seq);
      if (seqs.length === 0) return 0;
      // Before the deletion, because a job that waits behind one of them is found by the queue that they share.
      await queues.callNext(tx, seqs);
      await tx.deleteFrom('jobs').where('seq', 'in', seqs).execute();
      return seqs.length;
    },
  };
}
