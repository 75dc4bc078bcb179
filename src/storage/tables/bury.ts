import { sql } from 'kysely';
import { prepareList } from '../prepared.ts';
import type { Tx } from '../write.ts';

export interface Grave {
  readonly seq: number;
  readonly key: string;
  readonly line: string;
}

/** Jobs become dead letters, and what waits for them with them. Answers the lines to refresh. */
export type Bury = (tx: Tx, jobs: readonly Grave[], code: string, now: number) => Promise<readonly string[]>;

export function makeBury(): Bury {
  const kill = prepareList<number, { code: string; now: number }, unknown>((db, list, at) =>
    db
      .updateTable('jobs')
      .set({ state: 'dead', code: at.of('code'), done_at: at.of('now'), lease_until: null })
      .where('seq', 'in', list),
  );
  const followers = prepareList<string, Record<never, never>, Grave>((db, list) =>
    db
      .selectFrom('jobs')
      .select(['seq', 'key', 'line'])
      .where('after_key', 'in', list)
      .where('state', '=', sql.lit('blocked')),
  );
  return async (tx, jobs, code, now) => {
    const lines: string[] = [];
    for (let dead = jobs, why = code; dead.length > 0; why = 'predecessor') {
      await kill(
        tx,
        dead.map(({ seq }) => seq),
        { code: why, now },
      );
      lines.push(...dead.map(({ line }) => line));
      dead = (
        await followers(
          tx,
          dead.map(({ key }) => key),
          {},
        )
      ).rows;
    }
    return lines;
  };
}
