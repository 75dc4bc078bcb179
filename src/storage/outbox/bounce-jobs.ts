import type { Receipt } from '../../outbox/job.ts';
import { BOUNCED, type BouncedJob } from '../../outbox/ports/job-store.ts';
import type { DialectFacts } from '../dialects/dialect.ts';
import type { Tx } from '../shared/write.ts';
import type { MarkDead } from './mark-dead.ts';
import { queuesOf } from './queues.ts';

export interface BounceParts {
  readonly markDead: MarkDead;
  readonly facts: DialectFacts;
}

/** Makes what turns jobs that were done into dead letters. Runs in one transaction; returns the ids of those that it changed. */
export const makeBounceJobs =
  ({ markDead, facts }: BounceParts) =>
  async (tx: Tx, bounced: readonly BouncedJob[], now: number): Promise<readonly string[]> => {
    const byId = new Map(bounced.map((one) => [one.id, one]));
    const found = await tx
      .selectFrom('jobs')
      .select(['seq', 'id', 'receipt', 'queue'])
      .where('id', 'in', [...byId.keys()])
      .where('state', '=', 'done')
      // What was refused, dropped or had nothing to do was never sent.
      .where('code', 'is', null)
      .orderBy('seq')
      .$if(facts.rowLocks, (query) => query.forUpdate())
      .execute();
    const rows = found.filter(({ id, queue }) => {
      const destination = byId.get(id)?.destination;
      return destination === undefined || queuesOf([destination]).includes(queue);
    });
    for (const { seq, id, receipt } of rows) {
      // The cast is safe: only this folder writes receipts.
      const before = receipt === null ? {} : (JSON.parse(receipt) as Receipt);
      const said = JSON.stringify({ ...before, words: byId.get(id)?.words } satisfies Receipt);
      await tx.updateTable('jobs').set({ receipt: said }).where('seq', '=', seq).execute();
    }
    const seqs = rows.map(({ seq }) => seq);
    if (seqs.length > 0) await markDead(tx, seqs, BOUNCED, now);
    return rows.map(({ id }) => id);
  };
