import { sql } from 'kysely';
import { ERASED } from '../../outbox/ports/job-store.ts';
import type { Tx } from '../shared/write.ts';
import { slotLetGo } from './own-slot.ts';
import type { Queues } from './queues.ts';

/**
 * Gives jobs up because the person whom they concern is erased: nothing is left of what they hold, nor of whom they were for. The rows stay, so
 * that their keys stay known and whoever asks learns the end. Resolves with how many.
 */
export type EraseJobs = (tx: Tx, seqs: readonly number[], now: number) => Promise<number>;

/** Rows per statement. */
const STEP = 500;

export function makeEraseJobs(queues: Pick<Queues, 'callNext'>): EraseJobs {
  async function erase(tx: Tx, seqs: readonly number[], now: number): Promise<void> {
    await tx
      .updateTable('jobs')
      .set((eb) => ({
        ...{ state: 'done', code: ERASED, payload: '', frozen: null, receipt: null, waits_for: null, done_at: now },
        slot: slotLetGo(eb),
      }))
      .where('seq', 'in', seqs)
      .execute();
    // By the queue that they share, so before that is overwritten.
    await queues.callNext(tx, seqs);
    await tx
      .updateTable('jobs')
      .set({ queue: sql<string>`substr(queue, 1, 2) || place || ':erased'` })
      .where('seq', 'in', seqs)
      .execute();
  }
  return async (tx, seqs, now) => {
    for (let from = 0; from < seqs.length; from += STEP) await erase(tx, seqs.slice(from, from + STEP), now);
    return seqs.length;
  };
}
