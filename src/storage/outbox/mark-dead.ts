import { prepareList } from '../shared/prepared.ts';
import type { Tx } from '../shared/write.ts';
import { slotLetGo } from './own-slot.ts';
import type { Queues } from './queues.ts';

/** Makes jobs dead letters, and lets the next job in each of their queues have its turn. */
export type MarkDead = (tx: Tx, seqs: readonly number[], code: string, now: number) => Promise<void>;

export function makeMarkDead(queues: Queues): MarkDead {
  const kill = prepareList<number, { code: string; now: number }, unknown>((db, list, at) =>
    db
      .updateTable('jobs')
      .set((eb) => ({
        state: 'dead',
        code: at.of('code'),
        done_at: at.of('now'),
        lease_until: null,
        slot: slotLetGo(eb),
      }))
      .where('seq', 'in', list),
  );
  return async (tx, seqs, code, now) => {
    await kill(tx, seqs, { code, now });
    await queues.callNext(tx, seqs);
  };
}
