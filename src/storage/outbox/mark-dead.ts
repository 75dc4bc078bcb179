import { prepareList } from '../shared/prepared.ts';
import type { Tx } from '../shared/write.ts';
import type { Lines } from './lines.ts';
import { slotLetGo } from './own-slot.ts';

/** Makes jobs dead letters; the next job in each of their lines gets its turn. */
export type MarkDead = (tx: Tx, seqs: readonly number[], code: string, now: number) => Promise<void>;

export function makeMarkDead(lines: Lines): MarkDead {
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
    await lines.callNext(tx, seqs);
  };
}
