import { sql } from 'kysely';
import { prepareList } from '../prepared.ts';
import type { Tx } from '../write.ts';
import type { Lines } from './lines.ts';
import { slotLetGo } from './own-slot.ts';

export interface Grave {
  readonly seq: number;
  readonly key: string;
}

/** Jobs become dead letters, and what waits for them with them; who stands behind them in line goes on. */
export type Bury = (tx: Tx, jobs: readonly Grave[], code: string, now: number) => Promise<void>;

export function makeBury(lines: Lines): Bury {
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
  const followers = prepareList<string, Record<never, never>, Grave>((db, list) =>
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
