import type { Tx } from '../shared/write.ts';
import { slotLetGo } from './own-slot.ts';
import type { Queues } from './queues.ts';

/** Finishes jobs for good. The rows are kept, so that their keys stay known and the same jobs cannot be added again. */
export type DropJobs = (tx: Tx, seqs: readonly number[], now: number) => Promise<void>;

export const makeDropJobs =
  (queues: Pick<Queues, 'callNext'>): DropJobs =>
  async (tx, seqs, now) => {
    if (seqs.length === 0) return;
    await tx
      .updateTable('jobs')
      .set((eb) => ({
        ...{ state: 'done', code: 'dropped', payload: '', frozen: null, waits_for: null, done_at: now },
        slot: slotLetGo(eb),
      }))
      .where('seq', 'in', seqs)
      .execute();
    await queues.callNext(tx, seqs);
  };
