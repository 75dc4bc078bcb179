import { sql } from 'kysely';
import { prepareList } from '../shared/prepared.ts';
import type { Tx } from '../shared/write.ts';
import type { Lines } from './lines.ts';
import { slotLetGo } from './own-slot.ts';

export interface DeadJob {
  readonly seq: number;
  readonly key: string;
}

/** Jobs become dead letters, and what waits for them with them; who stands behind them in line goes on. */
export type MarkDead = (tx: Tx, jobs: readonly DeadJob[], code: string, now: number) => Promise<void>;

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
  const followers = prepareList<string, Record<never, never>, DeadJob>((db, list) =>
    db.selectFrom('jobs').select(['seq', 'key']).where('after_key', 'in', list).where('state', '=', sql.lit('blocked')),
  );
  return async (tx, jobs, code, now) => {
    for (let dead = jobs, why = code; dead.length > 0; why = 'predecessor') {
      const seqs = dead.map(({ seq }) => seq);
      await kill(tx, seqs, { code: why, now });
      await lines.callNext(tx, seqs);
      dead = (
        await followers(
          tx,
          dead.map(({ key }) => key),
          {},
        )
      ).rows;
    }
  };
}
